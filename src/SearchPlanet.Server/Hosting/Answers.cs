using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Primitives;
using SearchPlanet.Server.Indexing;

namespace SearchPlanet.Server.Hosting;

/// <summary>Sends answers with validators, so that nothing is computed or sent twice for the same state of the index.</summary>
internal sealed class Answers(LiveIndex live, AnswerCache cache, AnswerAliases aliases, TimeProvider time)
{
    public const string Json = "application/json; charset=utf-8";

    // A new build may shape the same content differently.
    private static readonly string Build = typeof(Answers).Module.ModuleVersionId.ToString("N");

    /// <summary>Sends what <paramref name="make"/> makes, which depends on nothing but the index and <paramref name="address"/>.</summary>
    /// <param name="address">The request in canonical form.</param>
    public async Task SendAsync(HttpContext context, string address, string contentType, Func<Task<Answer>> make)
    {
        // The day is part of the state: last:30d means other posts tomorrow.
        var (version, day) = (live.Searcher.IndexVersion, Today);
        var tag = TagOf($"{Build}\n{version}\n{day}\n{contentType}\n{address}");
        if (Validate(context, tag, maxAgeSeconds: 60))
        {
            return;
        }

        var answer = cache.Find(tag) ?? await make();
        if (answer.IsPartial)
        {
            context.Response.Headers.ETag = default;
            context.Response.Headers.CacheControl = "no-store";
        }
        else
        {
            cache.Add(tag, answer);
            aliases.Add(context.Request, new AnswerAliases.Alias(version, day, tag, contentType));
        }

        await WriteAsync(context, contentType, answer);
    }

    /// <summary>Sends what the same address got before, if it still holds.</summary>
    /// <param name="sending">Sends it.</param>
    /// <returns>False when it does not, and nothing is sent.</returns>
    public bool TrySendAgain(HttpContext context, out Task sending)
    {
        sending = Task.CompletedTask;
        if (aliases.Find(context.Request) is not { } alias || alias.Day != Today || alias.IndexVersion != live.Searcher.IndexVersion
            || cache.Find(alias.Tag) is not { } answer)
        {
            return false;
        }

        if (!Validate(context, alias.Tag, maxAgeSeconds: 60))
        {
            sending = WriteAsync(context, alias.ContentType, answer);
        }

        return true;
    }

    /// <summary>Sends a body made from more than the index; its tag is its hash.</summary>
    public static Task SendHashedAsync(HttpContext context, string contentType, byte[] body, int maxAgeSeconds = 10)
    {
        var tag = "W/\"" + Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 12)) + "\"";
        return Validate(context, tag, maxAgeSeconds) ? Task.CompletedTask : WriteAsync(context, contentType, body);
    }

    private int Today => (int)(time.GetUtcNow().UtcTicks / TimeSpan.TicksPerDay);

    private static string TagOf(string state)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(state), hash);
        // Weak: the body says how long the search took, and may be compressed.
        return "W/\"" + Convert.ToHexStringLower(hash[..12]) + "\"";
    }

    /// <summary>Sets the caching headers.</summary>
    /// <returns>True when the client has this already and 304 is all that it needs.</returns>
    private static bool Validate(HttpContext context, string tag, int maxAgeSeconds)
    {
        var headers = context.Response.Headers;
        headers.ETag = tag;
        headers.CacheControl = maxAgeSeconds == 60 ? "public, max-age=60" : $"public, max-age={maxAgeSeconds}";
        if (!Matches(context.Request.Headers.IfNoneMatch, tag))
        {
            return false;
        }

        context.Response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }

    // RFC 9110, 13.1.2: weak comparison; the header is a list or a star.
    private static bool Matches(StringValues header, string tag)
    {
        foreach (var line in header)
        {
            foreach (var range in (line ?? "").Split(',', StringSplitOptions.TrimEntries))
            {
                if (range == "*" || Opaque(range) == Opaque(tag))
                {
                    return true;
                }
            }
        }

        return false;

        static string Opaque(string value) => value.StartsWith("W/", StringComparison.Ordinal) ? value[2..] : value;
    }

    // Compressed once and kept, where the middleware would do it for every request.
    private Task WriteAsync(HttpContext context, string contentType, Answer answer)
    {
        var headers = context.Response.Headers;
        if (answer.Next is { } next)
        {
            headers.Link = $"<{next}>; rel=\"next\"";
        }

        headers.Vary = "Accept-Encoding";
        if (answer.IsPartial || ContentCoding.Choose(context.Request.Headers.AcceptEncoding) is not { } coding)
        {
            return WriteAsync(context, contentType, answer.Body);
        }

        headers.ContentEncoding = coding;
        return WriteAsync(context, contentType, cache.BodyIn(answer, coding));
    }

    private static Task WriteAsync(HttpContext context, string contentType, byte[] body)
    {
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }
}

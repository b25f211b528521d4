using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SearchPlanet.Server.Hosting;

namespace SearchPlanet.Server.Api;

/// <summary>The JSON that keyed requests carry, and their answers.</summary>
internal static class JsonBody
{
    private const int MaxBytes = 64 * 1024;

    /// <summary>Reads a small JSON object.</summary>
    /// <returns>Null when there was none; a problem has been written then.</returns>
    public static async Task<T?> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type, ProblemWriter problems)
        where T : class
    {
        if (!context.Request.HasJsonContentType())
        {
            await problems.WriteAsync(context, Problem.UnsupportedMediaType);
            return null;
        }

        if (await ReadBytesAsync(context, MaxBytes) is not { } bytes)
        {
            await problems.WriteAsync(context, Problem.TooLarge);
            return null;
        }

        var complaint = "The body is null.";
        try
        {
            if (JsonSerializer.Deserialize(bytes, type) is { } body)
            {
                return body;
            }
        }
        catch (JsonException malformed)
        {
            complaint = $"The body is no JSON object as documented (line {malformed.LineNumber + 1}).";
        }

        await problems.WriteAsync(context, Problem.InvalidBody, complaint);
        return null;
    }

    /// <summary>Reads a body of unknown length up to a limit.</summary>
    /// <returns>Null when it is longer.</returns>
    public static async Task<byte[]?> ReadBytesAsync(HttpContext context, int maxBytes)
    {
        if (context.Request.ContentLength > maxBytes)
        {
            return null;
        }

        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await context.Request.Body.ReadAsync(chunk, context.RequestAborted)) > 0)
        {
            buffer.Write(chunk, 0, read);
            if (buffer.Length > maxBytes)
            {
                return null;
            }
        }

        return buffer.ToArray();
    }

    /// <summary>Sends an answer that is nobody else's.</summary>
    public static Task SendAsync<T>(HttpContext context, T answer, JsonTypeInfo<T> type)
    {
        context.Response.ContentType = Answers.Json;
        context.Response.Headers.CacheControl = "no-store";
        return JsonSerializer.SerializeAsync(context.Response.Body, answer, type, context.RequestAborted);
    }
}

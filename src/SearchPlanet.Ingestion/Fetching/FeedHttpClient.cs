using System.Net;
using SearchPlanet.Ingestion.Scheduling;

namespace SearchPlanet.Ingestion.Fetching;

/// <summary>Fetches documents from strangers' servers: politely, and trusting nothing that they send. Thread-safe.</summary>
public sealed class FeedHttpClient : IDocumentSource, IDisposable
{
    private readonly IngestionOptions _options;
    private readonly CrawlerIdentity _identity;
    private readonly AddressGuard _guard;
    private readonly DomainGate _gate;
    private readonly TimeProvider _time;
    private readonly HttpMessageInvoker _http;

    /// <param name="handler">Makes the connections: <see cref="FeedHttpHandler.Create"/>, or a simulation. Disposed with the client.</param>
    public FeedHttpClient(IngestionOptions options, CrawlerIdentity identity, AddressGuard guard, DomainGate gate, TimeProvider time, HttpMessageHandler handler)
    {
        _options = options;
        _identity = identity;
        _guard = guard;
        _gate = gate;
        _time = time;
        _http = new HttpMessageInvoker(handler);
    }

    /// <summary>How many feeds we read, for the <c>User-Agent</c>; 0 until known.</summary>
    public int FeedCount { get; set; }

    /// <inheritdoc/>
    public async Task<FetchResult> FetchAsync(FetchRequest request, CancellationToken cancellationToken)
    {
        var hops = new List<Uri>();
        Uri? permanentUrl = null;
        var isPermanent = true;
        var url = request.Url;
        while (true)
        {
            hops.Add(url);
            var result = await AskAsync(url, request, cancellationToken) with { Hops = hops };
            if (result.Status is not (>= 300 and < 400 and not 304))
            {
                return result with { PermanentUrl = permanentUrl };
            }

            if (ReadLocation(url, result.Headers) is not { } next)
            {
                return Failed("the server redirects without saying where");
            }

            if (hops.Contains(next))
            {
                return Failed($"the redirects run in a circle at {next}");
            }

            if (hops.Count > _options.MaxRedirects)
            {
                return Failed($"more than {_options.MaxRedirects} redirects");
            }

            isPermanent &= result.Status is 301 or 308;
            if (isPermanent)
            {
                permanentUrl = next;
            }

            url = next;

            FetchResult Failed(string error) => result with { Outcome = FetchOutcome.BadRedirect, Error = error };
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>One request and its answer, redirects included.</summary>
    private async Task<FetchResult> AskAsync(Uri url, FetchRequest request, CancellationToken cancellationToken)
    {
        if (_guard.Refuse(url) is { } reason)
        {
            return Failure(FetchOutcome.Refused, url, $"{url}: {reason}");
        }

        await using var pass = await _gate.EnterAsync(url, request.Pause, cancellationToken);
        using var message = CreateMessage(url, request);
        using var timeout = new CancellationTokenSource(_options.HeaderTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var response = await _http.SendAsync(message, either.Token);
            return await ReadAsync(url, request, response, cancellationToken);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failure(FetchOutcome.TimedOut, url, $"no answer within {_options.HeaderTimeout.TotalSeconds:0.#} s");
        }
        catch (HttpRequestException e) when (e.InnerException is AddressRefusedException refused)
        {
            return Failure(FetchOutcome.Refused, url, refused.Message);
        }
        catch (HttpRequestException e)
        {
            var outcome = e.HttpRequestError switch
            {
                HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError => FetchOutcome.Unreachable,
                HttpRequestError.SecureConnectionError => FetchOutcome.InsecureConnection,
                _ => FetchOutcome.Malformed,
            };
            return Failure(outcome, url, e.InnerException?.Message ?? e.Message);
        }
    }

    private HttpRequestMessage CreateMessage(Uri url, FetchRequest request)
    {
        var message = new HttpRequestMessage(HttpMethod.Get, url) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionOrLower };
        var headers = message.Headers;
        headers.TryAddWithoutValidation("User-Agent", _identity.UserAgent(FeedCount));
        headers.TryAddWithoutValidation("Accept", request.Accept);
        headers.TryAddWithoutValidation("Accept-Encoding", ContentDecoding.AcceptEncoding);
        if (request.ETag is not null)
        {
            headers.TryAddWithoutValidation("If-None-Match", request.ETag);
        }

        if (request.LastModified is not null)
        {
            headers.TryAddWithoutValidation("If-Modified-Since", request.LastModified);
        }

        return message;
    }

    private async Task<FetchResult> ReadAsync(Uri url, FetchRequest request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var headers = ReadHeaders(response);
        var status = (int)response.StatusCode;
        var outcome = status switch
        {
            >= 200 and < 300 => FetchOutcome.Content,
            304 when request.ETag is not null || request.LastModified is not null => FetchOutcome.NotModified,
            401 or 403 => FetchOutcome.Denied,
            404 => FetchOutcome.NotFound,
            410 => FetchOutcome.Gone,
            429 or 503 => FetchOutcome.Throttled,
            _ => FetchOutcome.HttpError,
        };
        var result = new FetchResult
        {
            Outcome = outcome,
            Url = url,
            Status = status,
            Headers = headers,
            RetryAfter = RetryAfter.Parse(headers.GetValueOrDefault("retry-after"), _time.GetUtcNow()),
            Freshness = CacheControl.Freshness(headers),
            Error = outcome is FetchOutcome.Content or FetchOutcome.NotModified ? null : $"the server answered {status} {response.ReasonPhrase}".TrimEnd(),
        };
        if (outcome != FetchOutcome.Content)
        {
            return result;
        }

        if (response.Content.Headers.ContentLength > _options.MaxBodyBytes)
        {
            return Fail(BodyEnd.TooLarge);
        }

        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var (body, end) = await BodyReader.ReadAsync(stream, _options, _time, cancellationToken);
        if (end is not (BodyEnd.Complete or BodyEnd.Truncated))
        {
            return Fail(end);
        }

        var (decoded, decodedEnd) = ContentDecoding.Decode(headers.GetValueOrDefault("content-encoding"), body, _options.MaxBodyBytes);
        if (decodedEnd is not (BodyEnd.Complete or BodyEnd.Truncated))
        {
            return Fail(decodedEnd);
        }

        return result with { Body = decoded, IsTruncated = end == BodyEnd.Truncated || decodedEnd == BodyEnd.Truncated };

        FetchResult Fail(BodyEnd how) => how switch
        {
            BodyEnd.TooLarge => result with { Outcome = FetchOutcome.ResponseTooLarge, Error = $"the document is larger than {_options.MaxBodyBytes} bytes" },
            BodyEnd.TooSlow => result with { Outcome = FetchOutcome.TooSlow, Error = $"the document came more slowly than {_options.MinBytesPerSecond} bytes a second" },
            BodyEnd.TimedOut => result with { Outcome = FetchOutcome.TimedOut, Error = $"the document had not ended after {_options.BodyTimeout.TotalSeconds:0.#} s" },
            _ => result with { Outcome = FetchOutcome.Malformed, Error = $"the document cannot be decoded as \"{headers.GetValueOrDefault("content-encoding")}\"" },
        };
    }

    /// <summary>As they came: parsing and writing again would lose the quotes of an ETag and the spelling of a date.</summary>
    private static Dictionary<string, string> ReadHeaders(HttpResponseMessage response)
    {
        var headers = new Dictionary<string, string>();
        foreach (var (name, values) in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated))
        {
            headers[name.ToLowerInvariant()] = values.ToString();
        }

        return headers;
    }

    private static Uri? ReadLocation(Uri url, IReadOnlyDictionary<string, string> headers)
    {
        if (headers.GetValueOrDefault("location") is not { Length: > 0 } location)
        {
            return null;
        }

        return Uri.TryCreate(url, location.Trim(), out var next) ? new UriBuilder(next) { Fragment = "" }.Uri : null;
    }

    private static FetchResult Failure(FetchOutcome outcome, Uri url, string error) => new() { Outcome = outcome, Url = url, Error = error };
}

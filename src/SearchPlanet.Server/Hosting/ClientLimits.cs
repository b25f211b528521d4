using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using SearchPlanet.Server.Api;
using SearchPlanet.Server.Configuration;
using SearchPlanet.Server.Pages;

namespace SearchPlanet.Server.Hosting;

/// <summary>
/// A token bucket for each <see cref="ClientAddress"/>. Who empties it gets 429 until it fills again.
/// </summary>
internal sealed class ClientLimits(RequestDelegate next, SearchPlanetOptions options, ErrorPages errors, TimeProvider time)
{
    /// <summary>More addresses than this at once, and buckets that have filled up are forgotten: bounds the memory under an attack from many.</summary>
    private const int MaxClients = 100_000;

    private readonly ConcurrentDictionary<UInt128, Bucket> _buckets = new();
    private readonly double _capacity = options.Http.RequestsPerMinute;

    public Task InvokeAsync(HttpContext context)
    {
        if (_capacity <= 0
            || context.Connection.RemoteIpAddress is not { } address
            || (IPAddress.IsLoopback(address) && !options.Http.LimitLoopback)
            || context.Request.Path.Value is "/healthz" or "/readyz" or "/metrics")
        {
            return next(context);
        }

        if (_buckets.Count > MaxClients)
        {
            Forget();
        }

        var bucket = _buckets.GetOrAdd(ClientAddress.KeyOf(address), _ => new Bucket { Tokens = _capacity, At = time.GetTimestamp() });
        double wait;
        lock (bucket)
        {
            var now = time.GetTimestamp();
            bucket.Tokens = Math.Min(_capacity, bucket.Tokens + (time.GetElapsedTime(bucket.At, now).TotalSeconds * _capacity / 60));
            bucket.At = now;
            wait = bucket.Tokens >= 1 ? 0 : (1 - bucket.Tokens) * 60 / _capacity;
            if (wait == 0)
            {
                bucket.Tokens--;
            }
        }

        if (wait == 0)
        {
            return next(context);
        }

        context.Response.Headers.RetryAfter = Math.Ceiling(wait).ToString(CultureInfo.InvariantCulture);
        return errors.SendAsync(context, Problem.TooManyRequests, $"At most {_capacity:0} requests a minute from one address.");
    }

    // A bucket that has filled up again is as good as none.
    private void Forget()
    {
        var now = time.GetTimestamp();
        foreach (var (key, bucket) in _buckets)
        {
            if (time.GetElapsedTime(bucket.At, now) > TimeSpan.FromMinutes(1))
            {
                _buckets.TryRemove(key, out _);
            }
        }

        if (_buckets.Count > MaxClients)
        {
            _buckets.Clear();
        }
    }

    private sealed class Bucket
    {
        public double Tokens { get; set; }

        public long At { get; set; }
    }
}

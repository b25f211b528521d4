using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace SearchPlanet.Testing;

/// <summary>
/// A web server on the loopback that answers as the wild does: with any bytes, at any speed, right or wrong. One request a connection. It
/// speaks raw sockets, since no proper server can be made to lie about lengths, drip or break off.
/// </summary>
public sealed class WildServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, Func<WildRequest, WildAnswer>> _answers = new();
    private readonly ConcurrentQueue<WildRequest> _requests = new();
    private readonly ConcurrentDictionary<Task, bool> _connections = new();
    private readonly X509Certificate2? _certificate;
    private readonly Task _accepting;
    private int _open;
    private int _peak;

    /// <param name="certificate">Speaks TLS with it; null for plain HTTP. The caller's to dispose.</param>
    public WildServer(X509Certificate2? certificate = null)
    {
        _certificate = certificate;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public Uri Root => new($"{(_certificate is null ? "http" : "https")}://127.0.0.1:{Port}/");

    /// <summary>Every request so far, in order of arrival.</summary>
    public IReadOnlyList<WildRequest> Requests => [.. _requests];

    /// <summary>The most requests that were being answered at the same moment.</summary>
    public int PeakConcurrency => _peak;

    public Uri Url(string path) => new(Root, path);

    /// <summary>Answers requests for a path, queries included or else cut off.</summary>
    public WildServer On(string path, Func<WildRequest, WildAnswer> answer)
    {
        _answers[path] = answer;
        return this;
    }

    public WildServer On(string path, WildAnswer answer) => On(path, _ => answer);

    /// <summary>Answers no more: connections are refused, those that are open break off.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections.Keys);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                var serving = ServeAsync(client);
                _connections[serving] = true;
                _ = serving.ContinueWith(done => _connections.TryRemove(done, out var _), TaskScheduler.Default);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using (client)
            {
                await using var stream = await OpenAsync(client);
                if (await ReadRequestAsync(stream) is not { } request)
                {
                    return;
                }

                _requests.Enqueue(request);
                var open = Interlocked.Increment(ref _open);
                InterlockedMax(ref _peak, open);
                try
                {
                    var answer = _answers.TryGetValue(request.Target, out var exact) || _answers.TryGetValue(request.Target.Split('?')[0], out exact)
                        ? exact(request)
                        : WildAnswer.Of(404);
                    await answer.Write(stream, _stop.Token);
                    await stream.FlushAsync(_stop.Token);
                    if (stream is SslStream secure)
                    {
                        await secure.ShutdownAsync();
                    }

                    client.Client.Shutdown(SocketShutdown.Send);
                }
                finally
                {
                    Interlocked.Decrement(ref _open);
                }
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or System.Security.Authentication.AuthenticationException or ObjectDisposedException)
        {
            // The client has had enough, or the server stops: both are what tests are about.
        }
    }

    private async Task<Stream> OpenAsync(TcpClient client)
    {
        var stream = client.GetStream();
        if (_certificate is null)
        {
            return stream;
        }

        var secure = new SslStream(stream);
        await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stop.Token);
        return secure;
    }

    private async Task<WildRequest?> ReadRequestAsync(Stream stream)
    {
        var bytes = new List<byte>();
        var buffer = new byte[4096];
        int end;
        while ((end = CollectionsMarshal.AsSpan(bytes).IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (!await MoreAsync())
            {
                return null;
            }
        }

        var lines = Encoding.Latin1.GetString(CollectionsMarshal.AsSpan(bytes)[..end]).Split("\r\n");
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        var length = headers.TryGetValue("Content-Length", out var value) ? int.Parse(value, CultureInfo.InvariantCulture) : 0;
        while (bytes.Count < end + 4 + length)
        {
            if (!await MoreAsync())
            {
                return null;
            }
        }

        var start = lines[0].Split(' ');
        return new WildRequest(start[1], headers) { Method = start[0], Body = CollectionsMarshal.AsSpan(bytes)[(end + 4)..].ToArray() };

        async Task<bool> MoreAsync()
        {
            var read = await stream.ReadAsync(buffer, _stop.Token);
            bytes.AddRange(buffer.AsSpan(0, read));
            return read > 0;
        }
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while ((seen = target) < value && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
        }
    }
}

using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace SearchPlanet.Ingestion.Tests.Pipeline;

/// <summary>Keeps what is logged.</summary>
internal sealed class CollectingLogger<T> : ILogger<T>
{
    private readonly ConcurrentQueue<(LogLevel Level, string Message)> _events = new();

    public IReadOnlyList<string> Messages => [.. _events.Select(entry => entry.Message)];

    public int Count(LogLevel level) => _events.Count(entry => entry.Level == level);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _events.Enqueue((logLevel, formatter(state, exception)));
}

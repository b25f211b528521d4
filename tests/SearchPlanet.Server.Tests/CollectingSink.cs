using System.Collections.Concurrent;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace SearchPlanet.Server.Tests;

/// <summary>Keeps every event that is logged, rendered as the log's readers see it.</summary>
internal sealed class CollectingSink : ILogEventSink
{
    private readonly ConcurrentQueue<string> _lines = new();

    /// <summary>A log that writes here what the program's own writes to its files.</summary>
    public Logger CreateLogger(LogEventLevel minimum = LogEventLevel.Information) =>
        new LoggerConfiguration().MinimumLevel.Is(minimum).MinimumLevel.Override("Microsoft", LogEventLevel.Warning).WriteTo.Sink(this).CreateLogger();

    /// <summary>Level, message, and the exception if any.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    public void Emit(LogEvent logEvent) => _lines.Enqueue($"{logEvent.Level}: {logEvent.RenderMessage(System.Globalization.CultureInfo.InvariantCulture)} {logEvent.Exception}");
}

using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using SearchPlanet.Ingestion;
using SearchPlanet.Server.Webhooks;

namespace SearchPlanet.Server.Hosting;

/// <summary>
/// Adds up what the instruments measure from the start on, and writes it in Prometheus' text format 0.0.4. Names follow OpenTelemetry's rules
/// for Prometheus: <c>searchplanet.request</c> in seconds becomes <c>searchplanet_request_seconds</c>. Thread-safe.
/// </summary>
internal sealed class PrometheusText : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, Family> _families = new(StringComparer.Ordinal);

    public PrometheusText(Metrics metrics)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (metrics.Owns(instrument.Meter) || instrument.Meter.Name is IngestionTelemetry.SourceName or WebhookTelemetry.SourceName)
            {
                var family = new Family(instrument);
                _families[family.Name] = family;
                listener.EnableMeasurementEvents(instrument, family);
            }
        };
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, family) => ((Family)family!).Take(value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, family) => ((Family)family!).Take(value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, family) => ((Family)family!).Take(value, tags));
        _listener.Start();
    }

    /// <summary>All instruments as of now.</summary>
    public string Write()
    {
        _listener.RecordObservableInstruments();
        var text = new StringBuilder(8192);
        foreach (var family in _families.Values.OrderBy(family => family.Name, StringComparer.Ordinal))
        {
            family.WriteTo(text);
        }

        return text.ToString();
    }

    public void Dispose() => _listener.Dispose();

    /// <summary>One instrument: a series for each set of tags.</summary>
    private sealed class Family
    {
        private readonly ConcurrentDictionary<string, Series> _series = new(StringComparer.Ordinal);
        private readonly Kind _kind;
        private readonly bool _isSummed;
        private readonly string _help;
        private readonly IReadOnlyList<double> _bounds;

        public Family(Instrument instrument)
        {
            var type = instrument.GetType().Name;
            _kind = type.StartsWith("Histogram", StringComparison.Ordinal) ? Kind.Histogram
                : type.StartsWith("Counter", StringComparison.Ordinal) || type.StartsWith("ObservableCounter", StringComparison.Ordinal) ? Kind.Counter
                : Kind.Gauge;
            _isSummed = !instrument.IsObservable;
            _help = instrument.Description ?? "";
            _bounds = (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries ?? [];
            Name = instrument.Name.Replace('.', '_')
                + instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" }
                + (_kind == Kind.Counter ? "_total" : "");
        }

        private enum Kind
        {
            Gauge,
            Counter,
            Histogram,
        }

        public string Name { get; }

        public void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var series = _series.GetOrAdd(Labels(tags), _ => new Series(new long[_bounds.Count + 1]));
            lock (series)
            {
                series.Value = _isSummed ? series.Value + value : value;
                if (_kind == Kind.Histogram)
                {
                    var bucket = 0;
                    while (bucket < _bounds.Count && value > _bounds[bucket])
                    {
                        bucket++;
                    }

                    series.Buckets[bucket]++;
                }
            }
        }

        public void WriteTo(StringBuilder text)
        {
            text.Append(CultureInfo.InvariantCulture, $"# HELP {Name} {_help}\n# TYPE {Name} {_kind.ToString().ToLowerInvariant()}\n");
            foreach (var (labels, series) in _series.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            {
                lock (series)
                {
                    if (_kind == Kind.Histogram)
                    {
                        WriteHistogram(text, labels, series);
                    }
                    else
                    {
                        text.Append(CultureInfo.InvariantCulture, $"{Name}{Braced(labels)} {series.Value}\n");
                    }
                }
            }
        }

        private void WriteHistogram(StringBuilder text, string labels, Series series)
        {
            var separator = labels.Length == 0 ? "" : ",";
            long below = 0;
            for (var i = 0; i < _bounds.Count; i++)
            {
                below += series.Buckets[i];
                text.Append(CultureInfo.InvariantCulture, $"{Name}_bucket{{{labels}{separator}le=\"{_bounds[i]}\"}} {below}\n");
            }

            below += series.Buckets[^1];
            text.Append(CultureInfo.InvariantCulture, $"{Name}_bucket{{{labels}{separator}le=\"+Inf\"}} {below}\n");
            text.Append(CultureInfo.InvariantCulture, $"{Name}_sum{Braced(labels)} {series.Value}\n{Name}_count{Braced(labels)} {below}\n");
        }

        private static string Braced(string labels) => labels.Length == 0 ? "" : "{" + labels + "}";

        private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var labels = new StringBuilder();
            foreach (var (key, value) in tags)
            {
                var escaped = Convert.ToString(value, CultureInfo.InvariantCulture)?
                    .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
                labels.Append(labels.Length == 0 ? "" : ",").Append(key).Append("=\"").Append(escaped).Append('"');
            }

            return labels.ToString();
        }

        /// <param name="Buckets">Of a histogram: how many values fell into each, not those below.</param>
        private sealed record Series(long[] Buckets)
        {
            /// <summary>What an instrument that is asked said last, else the sum of what came.</summary>
            public double Value { get; set; }
        }
    }
}

using System.Globalization;
using Microsoft.Extensions.Primitives;
using SearchPlanet.Server.Configuration;

namespace SearchPlanet.Server.Api;

/// <summary>Reads a query string strictly: whatever is not asked for is unknown, whatever cannot be read is out of range, and both are said.</summary>
internal sealed class ParameterReader(IQueryCollection query)
{
    private readonly HashSet<string> _known = [];
    private readonly List<ParameterError> _errors = [];

    /// <summary>All that was wrong, unknown parameters included. Call when every known parameter has been read.</summary>
    public IReadOnlyList<ParameterError> Finish()
    {
        foreach (var name in query.Keys.Where(name => !_known.Contains(name)))
        {
            var nearest = NearestName.Find(name, _known);
            _errors.Add(new ParameterError(
                name, "unknown", $"There is no parameter {name}." + (nearest is null ? "" : $" Did you mean {nearest}?"), nearest));
        }

        return _errors;
    }

    public void Fail(string name, string message, string? nearest = null) =>
        _errors.Add(new ParameterError(name, "out-of-range", message, nearest));

    /// <summary>The value of a parameter that may be given once; null when it is not given, or empty.</summary>
    public string? Text(string name, int maxLength = 2048)
    {
        var values = Values(name);
        if (values.Count > 1)
        {
            _errors.Add(new ParameterError(name, "repeated", $"{name} may be given once."));
        }

        var value = values.Count == 0 ? null : values[0];
        if (value?.Length > maxLength)
        {
            Fail(name, $"{name} is longer than {maxLength} characters.");
            return null;
        }

        return string.IsNullOrEmpty(value) ? null : value;
    }

    /// <summary>As <see cref="Text"/>; its absence is an error.</summary>
    public string Required(string name)
    {
        var value = Text(name);
        if (value is null)
        {
            _errors.Add(new ParameterError(name, "missing", $"{name} is needed."));
        }

        return value ?? "";
    }

    /// <summary>Every value of a repeatable parameter, empty ones left out.</summary>
    public IReadOnlyList<string> Many(string name, int maxCount = 32)
    {
        var values = Values(name);
        if (values.Count == 0)
        {
            return [];
        }

        var given = values.Where(value => !string.IsNullOrWhiteSpace(value)).Select(value => value!).Distinct().ToList();
        if (given.Count > maxCount || given.Exists(value => value.Length > 256))
        {
            Fail(name, $"{name} takes at most {maxCount} values of 256 characters.");
            return [];
        }

        return given;
    }

    public int Number(string name, int fallback, int least, int most)
    {
        if (Text(name) is not { } text)
        {
            return fallback;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        Fail(name, $"{name} must be between {least} and {most}, was {text}.");
        return fallback;
    }

    public bool Flag(string name, bool fallback)
    {
        switch (Text(name))
        {
            case null: return fallback;
            case "1" or "true": return true;
            case "0" or "false": return false;
            case var text:
                Fail(name, $"{name} must be 0 or 1, was {text}.");
                return fallback;
        }
    }

    /// <summary>One of <paramref name="choices"/>, or null when not given.</summary>
    public string? Choice(string name, IReadOnlyCollection<string> choices)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        return CheckChoice(name, text, choices) ? text : null;
    }

    public bool CheckChoice(string name, string value, IReadOnlyCollection<string> choices)
    {
        if (choices.Contains(value))
        {
            return true;
        }

        var nearest = NearestName.Find(value, choices);
        Fail(name, $"{name} must be one of {string.Join(", ", choices)}, was {value}." + (nearest is null ? "" : $" Did you mean {nearest}?"), nearest);
        return false;
    }

    /// <summary>The first day of a year, a month, or the day itself: <c>2024</c>, <c>2024-03</c>, <c>2024-03-09</c>; a time after it is dropped.</summary>
    public DateOnly? Day(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        var day = text.IndexOf('T', StringComparison.Ordinal) is > 0 and var t ? text[..t] : text;
        string[] formats = ["yyyy-MM-dd", "yyyy-MM", "yyyy"];
        if (DateOnly.TryParseExact(day, formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date;
        }

        Fail(name, $"{name} must be a date such as 2024-03-09, was {text}.");
        return null;
    }

    private StringValues Values(string name)
    {
        _known.Add(name);
        return query[name];
    }
}

namespace SearchPlanet.Posts;

/// <summary>
/// Finds the modules that code imports, in Python and JavaScript, consoles' prompts included. <c>from django.db import models</c>
/// gives <c>django.db</c> and <c>django.db.models</c>: whether the name is a module or in one, the line does not say.
/// </summary>
internal sealed class ImportReader
{
    private const int MaxModules = 200;

    private const int MaxNameLength = 100;

    private readonly List<string> _modules = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Modules => _modules;

    /// <param name="language">As the block names it; null when it names none.</param>
    public void Read(ReadOnlySpan<char> code, string? language)
    {
        // Other languages have import lines too, and their names are no modules of ours.
        if (language is "go" or "java" or "kotlin" or "scala" or "swift" or "haskell" or "rust" or "c" or "cpp" or "css" or "html" or "csharp")
        {
            return;
        }

        foreach (var range in code.Split('\n'))
        {
            var line = code[range].Trim();
            if (line.StartsWith(">>> ", StringComparison.Ordinal) || line.StartsWith("... ", StringComparison.Ordinal))
            {
                line = line[4..].TrimStart();
            }

            if (line.StartsWith("from ", StringComparison.Ordinal))
            {
                ReadFrom(line[5..].TrimStart());
            }
            else if (line.StartsWith("import ", StringComparison.Ordinal))
            {
                ReadImport(line[7..].TrimStart());
            }
            else if (line.IndexOf("require(") is >= 0 and var require)
            {
                AddQuoted(line[(require + 8)..]);
            }
            else if (line.StartsWith("} from ", StringComparison.Ordinal))
            {
                AddQuoted(line[7..]);
            }
        }
    }

    private void ReadFrom(ReadOnlySpan<char> rest)
    {
        var module = NameAt(rest);
        if (module.IsEmpty || module[0] == '.' || !rest[module.Length..].StartsWith(" import ", StringComparison.Ordinal))
        {
            return;
        }

        Add(module);
        var names = rest[(module.Length + 8)..].TrimStart(" (");
        foreach (var range in names.Split(','))
        {
            var name = NameAt(names[range].TrimStart());
            if (!name.IsEmpty && !name.Contains('.'))
            {
                Add(string.Concat(module, ".", name));
            }
        }
    }

    private void ReadImport(ReadOnlySpan<char> rest)
    {
        if (rest.IndexOfAny('"', '\'') >= 0)
        {
            AddQuoted(rest);
            return;
        }

        foreach (var range in rest.Split(','))
        {
            var part = rest[range].Trim();
            var name = NameAt(part);
            var tail = part[name.Length..].TrimStart();
            if (name.IsEmpty || name[0] == '.' || !(tail.IsEmpty || tail[0] is '#' or ';' || tail.StartsWith("as ", StringComparison.Ordinal)))
            {
                return;
            }

            Add(name);
        }
    }

    private void AddQuoted(ReadOnlySpan<char> text)
    {
        var open = text.IndexOfAny('"', '\'');
        if (open < 0 || text[(open + 1)..].IndexOf(text[open]) is not (> 0 and var length))
        {
            return;
        }

        var name = text.Slice(open + 1, length);
        if (name[0] is not ('.' or '/') && !name.Contains(' ') && !name.Contains(':'))
        {
            Add(name);
        }
    }

    private static ReadOnlySpan<char> NameAt(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && (char.IsLetterOrDigit(text[length]) || text[length] is '_' or '.'))
        {
            length++;
        }

        return text[..length].TrimEnd('.');
    }

    private void Add(ReadOnlySpan<char> module)
    {
        if (_modules.Count < MaxModules && module.Length <= MaxNameLength && !char.IsAsciiDigit(module[0])
            && !_known.GetAlternateLookup<ReadOnlySpan<char>>().Contains(module))
        {
            var name = module.ToString();
            _known.Add(name);
            _modules.Add(name);
        }
    }
}

using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace SearchPlanet.Server.Configuration;

/// <summary>
/// Binds the configuration to the options classes and takes nothing on trust: unknown keys, values that cannot be read and
/// values out of range are all collected, each with its key and where it was set.
/// </summary>
internal static class StrictBinder
{
    /// <exception cref="ConfigurationException">Something is wrong; all of it is named.</exception>
    public static SearchPlanetOptions Bind(IConfigurationRoot configuration)
    {
        var errors = new List<string>();
        var options = new SearchPlanetOptions();
        Fill(options, configuration.GetSection(SearchPlanetOptions.Section), configuration, errors);
        if (errors.Count == 0)
        {
            Validate(options, SearchPlanetOptions.Section, configuration, errors);
        }

        return errors.Count == 0 ? options : throw new ConfigurationException(errors);
    }

    private static void Fill(object target, IConfigurationSection section, IConfigurationRoot root, List<string> errors)
    {
        var properties = Settable(target.GetType());
        if (section.Value is { Length: > 0 })
        {
            errors.Add($"{section.Path}{Origin(root, section.Path)} is a section, not a value.");
        }

        foreach (var child in section.GetChildren())
        {
            if (!properties.TryGetValue(child.Key, out var property))
            {
                errors.Add($"{child.Path}{Origin(root, child.Path)} is not a known setting.{NearestName.Hint(child.Key, properties.Keys)}");
                continue;
            }

            if (IsSection(property.PropertyType))
            {
                Fill(property.GetValue(target)!, child, root, errors);
            }
            else if (property.GetValue(target) is IList list)
            {
                FillList(list, property.PropertyType.GetGenericArguments()[0], child, root, errors);
            }
            else if (Read(property.PropertyType, child, root, errors, out var value))
            {
                property.SetValue(target, value);
            }
        }
    }

    private static void FillList(IList list, Type elementType, IConfigurationSection section, IConfigurationRoot root, List<string> errors)
    {
        if (section.Value is { Length: > 0 })
        {
            errors.Add($"{section.Path}{Origin(root, section.Path)} is a list: set {section.Path}:0, {section.Path}:1 and so on.");
        }

        foreach (var child in section.GetChildren())
        {
            if (IsSection(elementType))
            {
                var element = Activator.CreateInstance(elementType)!;
                Fill(element, child, root, errors);
                list.Add(element);
            }
            else if (Read(elementType, child, root, errors, out var value) && value is not null)
            {
                list.Add(value);
            }
        }
    }

    private static bool Read(Type type, IConfigurationSection section, IConfigurationRoot root, List<string> errors, out object? value)
    {
        value = null;
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (section.GetChildren().Any())
        {
            errors.Add($"{section.Path}{Origin(root, section.Path)} is a value, not a section.");
            return false;
        }

        if (section.Value is not { } text || (text.Length == 0 && plain != typeof(string)))
        {
            // A null in the file asks for the default.
            return false;
        }

        if (TryConvert(plain, text, out value))
        {
            return true;
        }

        var expected = plain.IsEnum ? "one of " + string.Join(", ", Enum.GetNames(plain))
            : plain == typeof(bool) ? "true or false"
            : plain == typeof(TimeSpan) ? "a time such as 00:00:30"
            : "a number";
        errors.Add($"{section.Path}{Origin(root, section.Path)} is \"{text}\", but must be {expected}.");
        return false;
    }

    private static bool TryConvert(Type type, string text, out object? value)
    {
        value = null;
        if (type == typeof(string))
        {
            value = text;
        }
        else if (type.IsEnum)
        {
            // Names only: Enum.TryParse alone would take "7".
            value = Enum.GetNames(type).Contains(text, StringComparer.OrdinalIgnoreCase) ? Enum.Parse(type, text, ignoreCase: true) : null;
        }
        else if (type == typeof(bool))
        {
            value = bool.TryParse(text, out var flag) ? flag : null;
        }
        else if (type == typeof(int))
        {
            value = int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
        }
        else if (type == typeof(long))
        {
            value = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
        }
        else if (type == typeof(double))
        {
            value = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
        }
        else if (type == typeof(TimeSpan))
        {
            value = TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) ? time : null;
        }

        return value is not null;
    }

    private static void Validate(object target, string path, IConfigurationRoot root, List<string> errors)
    {
        var results = new List<ValidationResult>();
        if (!Validator.TryValidateObject(target, new ValidationContext(target), results, validateAllProperties: true))
        {
            foreach (var result in results)
            {
                var key = result.MemberNames.FirstOrDefault() is { } member ? $"{path}:{member}" : path;
                errors.Add($"{key}{Origin(root, key)} {result.ErrorMessage}.");
            }
        }

        foreach (var property in Settable(target.GetType()).Values)
        {
            if (IsSection(property.PropertyType))
            {
                Validate(property.GetValue(target)!, $"{path}:{property.Name}", root, errors);
            }
            else if (property.GetValue(target) is IList list && IsSection(property.PropertyType.GetGenericArguments()[0]))
            {
                for (var i = 0; i < list.Count; i++)
                {
                    Validate(list[i]!, $"{path}:{property.Name}:{i}", root, errors);
                }
            }
        }
    }

    private static Dictionary<string, PropertyInfo> Settable(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite || IsList(property.PropertyType))
            .ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);

    private static bool IsList(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IList<>);

    private static bool IsSection(Type type) =>
        type.IsClass && type != typeof(string) && !typeof(IEnumerable).IsAssignableFrom(type);

    // The last provider that knows the key is the one that set it.
    private static string Origin(IConfigurationRoot root, string path)
    {
        foreach (var provider in root.Providers.Reverse())
        {
            if (provider.TryGet(path, out _) || provider.GetChildKeys([], path).Any())
            {
                return provider switch
                {
                    FileConfigurationProvider file => $" (in {file.Source.Path})",
                    Microsoft.Extensions.Configuration.EnvironmentVariables.EnvironmentVariablesConfigurationProvider =>
                        $" (environment variable {path.Replace(":", "__", StringComparison.Ordinal)})",
                    _ => " (command line)",
                };
            }
        }

        return "";
    }
}

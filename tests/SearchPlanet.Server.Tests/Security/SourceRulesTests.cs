using System.Text.RegularExpressions;

namespace SearchPlanet.Server.Tests.Security;

/// <summary>Rules that the source itself must keep, so that whole classes of weaknesses cannot come in.</summary>
public sealed partial class SourceRulesTests
{
    private static readonly List<(string File, string Text)> _sources =
    [
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".cs" or ".razor")
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .Select(file => (file, File.ReadAllText(Path.Combine(Repository.Root, file)))),
    ];

    [Fact]
    public void RegularExpressions_RunInLinearTimeOrAreTimed()
    {
        var patterns = _sources.SelectMany(source => Pattern().Matches(source.Text).Select(match => (source.File, match.Value))).ToList();

        patterns.ShouldNotBeEmpty();
        patterns.ShouldAllBe(pattern => pattern.Value.Contains("NonBacktracking", StringComparison.Ordinal) || pattern.Value.Contains("matchTimeoutMilliseconds", StringComparison.Ordinal));
        Using(@"new Regex(", "Regex.Match(", "Regex.IsMatch(", "Regex.Replace(", "Regex.Split(").ShouldBeEmpty("patterns are written down in attributes, never made at run time");
    }

    [Fact]
    public void Markup_OfOurOwnMaking_ComesFromOnePlace() =>
        Using("MarkupString(", "AddMarkupContent(").ShouldBe(["src/SearchPlanet.Server/Pages/Markup.cs"]);

    [Fact]
    public void Programs_AreNotStarted() => Using("Process.Start(", "ProcessStartInfo(").ShouldBeEmpty();

    [Fact]
    public void Objects_AreNotMadeFromWhatWasRead() => Using("BinaryFormatter", "TypeNameHandling", "Type.GetType(", "Assembly.Load").ShouldBeEmpty();

    [Fact]
    public void Xml_IsNotReadByTheFrameworksReader() =>
        Using("XmlReader.Create(", "XDocument.Load(", "XDocument.Parse(", "XmlDocument(", "XElement.Parse(").ShouldBeEmpty("it would have to be kept from DTDs in each place");

    [Fact]
    public void AdminKey_IsComparedInConstantTime()
    {
        const string Keys = "src/SearchPlanet.Server/Api/AccessKeys.cs";

        Using("CryptographicOperations.FixedTimeEquals(").ShouldContain(Keys);
        // Elsewhere it is only asked whether there is one.
        _sources.Where(source => source.File != Keys && source.Text.Replace("Admin.Key is null", "", StringComparison.Ordinal).Contains("Admin.Key", StringComparison.Ordinal))
            .ShouldBeEmpty();
    }

    [Fact]
    public void Fetching_GoesThroughTheOneGuardedHandler() =>
        // The command line asks the servers that its user names.
        Using("new HttpClient", "new SocketsHttpHandler", "new TcpClient(", "WebRequest.Create(").Where(file => !file.Contains("/Cli/", StringComparison.Ordinal) && !file.Contains("/Mcp/", StringComparison.Ordinal))
            .ShouldBe(["src/SearchPlanet.Ingestion/Fetching/FeedHttpHandler.cs"]);

    // The generator writes several classes of the server in no fixed order, and no two builds would be the same.
    [Fact]
    public void LogMessages_OfTheServer_AreGeneratedForOneClass() =>
        Using("[LoggerMessage(").Where(file => file.StartsWith("src/SearchPlanet.Server/", StringComparison.Ordinal)).ShouldBe(["src/SearchPlanet.Server/Hosting/RequestEvents.cs"]);

    private static List<string> Using(params string[] anyOf) =>
        [.. _sources.Where(source => anyOf.Any(word => source.Text.Contains(word, StringComparison.Ordinal))).Select(source => source.File).Distinct()];

    [GeneratedRegex(@"\[GeneratedRegex\((?:[^\]""]|""[^""]*""|\][^\r\n])*\)\]", RegexOptions.Singleline, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Pattern();
}

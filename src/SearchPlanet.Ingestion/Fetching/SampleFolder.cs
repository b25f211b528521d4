using System.Globalization;

namespace SearchPlanet.Ingestion.Fetching;

/// <summary>Answers from the files of a folder as a server would, so that feeds can be read without a network: <c>serve --demo</c>, and tests.</summary>
/// <param name="root">The folder.</param>
/// <param name="baseUrl">The address that the folder stands for, with a slash at its end; what is not below it is not found.</param>
public sealed class SampleFolder(string root, Uri baseUrl) : IDocumentSource
{
    /// <inheritdoc/>
    public async Task<FetchResult> FetchAsync(FetchRequest request, CancellationToken cancellationToken)
    {
        var answer = new FetchResult { Outcome = FetchOutcome.NotFound, Status = 404, Url = request.Url, Hops = [request.Url], Error = "no such sample" };
        if (!baseUrl.IsBaseOf(request.Url))
        {
            return answer;
        }

        var folder = Path.GetFullPath(root);
        var path = Path.GetFullPath(Path.Join(folder, Uri.UnescapeDataString(baseUrl.MakeRelativeUri(request.Url).OriginalString)));
        var file = new FileInfo(path);
        if (!path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal) || !file.Exists)
        {
            return answer;
        }

        var etag = string.Create(CultureInfo.InvariantCulture, $"\"{file.LastWriteTimeUtc.Ticks:x}-{file.Length:x}\"");
        var headers = new Dictionary<string, string> { ["etag"] = etag, ["content-type"] = file.Extension == ".json" ? "application/feed+json" : "application/xml" };
        return request.ETag == etag
            ? answer with { Outcome = FetchOutcome.NotModified, Status = 304, Error = null, Headers = headers }
            : answer with { Outcome = FetchOutcome.Content, Status = 200, Error = null, Headers = headers, Body = await File.ReadAllBytesAsync(path, cancellationToken) };
    }
}

using System.IO.Compression;
using System.Security.Cryptography;
using SearchPlanet.Server.Api;

namespace SearchPlanet.Server.Hosting;

/// <summary>
/// The style sheet, the script and the icon: in memory, compressed once, each under an address that holds its hash, so that browsers keep
/// it for ever and never show an old one.
/// </summary>
internal sealed class SiteAssets
{
    private const string Folder = "wwwroot";
    private readonly Dictionary<string, Asset> _byPath = [];
    private readonly Dictionary<string, string> _pathOf = [];

    public SiteAssets()
    {
        foreach (var name in EmbeddedFiles.List(Folder))
        {
            var bytes = EmbeddedFiles.Read(name);
            var file = name[(Folder.Length + 1)..];
            var dot = file.LastIndexOf('.');
            var path = $"/assets/{file[..dot]}.{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 5))}{file[dot..]}";
            _pathOf[file] = path;
            _byPath[path] = new Asset(bytes, Compress(bytes), file[dot..] switch
            {
                ".css" => "text/css; charset=utf-8",
                ".js" => "text/javascript; charset=utf-8",
                ".svg" => "image/svg+xml",
                ".webmanifest" => "application/manifest+json",
                _ => "application/octet-stream",
            });
        }
    }

    /// <summary>The address of a file of <c>wwwroot</c>.</summary>
    public string this[string file] => _pathOf[file];

    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (var (path, asset) in _byPath)
        {
            routes.MapRead(path, context => SendAsync(context, asset));
        }
    }

    private static Task SendAsync(HttpContext context, Asset asset)
    {
        var response = context.Response;
        response.ContentType = asset.ContentType;
        response.Headers.CacheControl = "public, max-age=31536000, immutable";
        response.Headers.Vary = "Accept-Encoding";
        var isBrotli = ContentCoding.Choose(context.Request.Headers.AcceptEncoding) == "br";
        if (isBrotli)
        {
            response.Headers.ContentEncoding = "br";
        }

        var body = isBrotli ? asset.Brotli : asset.Plain;
        response.ContentLength = body.Length;
        return response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    private static byte[] Compress(byte[] plain)
    {
        using var target = new MemoryStream();
        using (var brotli = new BrotliStream(target, CompressionLevel.SmallestSize))
        {
            brotli.Write(plain);
        }

        return target.ToArray();
    }

    private sealed record Asset(byte[] Plain, byte[] Brotli, string ContentType);
}

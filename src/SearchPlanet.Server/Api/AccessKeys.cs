using System.Security.Cryptography;
using System.Text;
using SearchPlanet.Server.Configuration;
using SearchPlanet.Server.Hosting;

namespace SearchPlanet.Server.Api;

/// <summary>Whose key a request carries: the operator's, or that of a user who may register webhooks.</summary>
internal sealed class AccessKeys
{
    /// <summary>The operator's name as an owner; no user can have it, for names begin with a letter or digit.</summary>
    public const string Operator = "@operator";

    private readonly List<(string Name, byte[] Hash)> _keys = [];
    private readonly ProblemWriter _problems;

    public AccessKeys(SearchPlanetOptions options, ProblemWriter problems)
    {
        _problems = problems;
        if (options.Admin.Key is { } key)
        {
            _keys.Add((Operator, HashOf(key)));
        }

        _keys.AddRange(options.Webhooks.Users.Select(user => (user.Name, HashOf(user.Key))));
    }

    /// <summary>Whether anybody has a key; without one, what needs a key does not exist.</summary>
    public bool Any => _keys.Count > 0;

    /// <summary>Answers only to the operator.</summary>
    public RequestDelegate ForOperator(RequestDelegate handler) =>
        ForAny((context, owner) => owner == Operator ? handler(context) : RefuseAsync(context));

    /// <summary>Answers to anybody with a key, whose owner the handler is told.</summary>
    public RequestDelegate ForAny(Func<HttpContext, string, Task> handler) => context =>
        OwnerOf(context.Request.Headers.Authorization.ToString()) is { } owner ? handler(context, owner) : RefuseAsync(context);

    private Task RefuseAsync(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return _problems.WriteAsync(context, Problem.Unauthorized);
    }

    // Hashes are compared, and all of them, so that neither the time nor a length tells how much of a guess was right.
    private string? OwnerOf(string header)
    {
        const string Scheme = "Bearer ";
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var given = HashOf(header[Scheme.Length..]);
        string? owner = null;
        foreach (var (name, hash) in _keys)
        {
            owner = CryptographicOperations.FixedTimeEquals(given, hash) ? owner ?? name : owner;
        }

        return owner;
    }

    private static byte[] HashOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}

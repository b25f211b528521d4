using System.Globalization;
using BenchmarkDotNet.Running;
using SearchPlanet.Bench.Feeds;
using SearchPlanet.Bench.Peers;
using SearchPlanet.Bench.Posts;
using SearchPlanet.Bench.Serving;

return args switch
{
    ["peers", "index", var tsv, var directory, var output] => PeersIndex.Run(tsv, directory, output),
    ["peers", "search", var directory, var queries, var output] => PeersSearch.Run(directory, queries, output),
    ["peers", "merge", var tsv, var directory, var queries, var output] => PeersMerge.Run(tsv, directory, queries, output),
    ["peers", "refresh", var tsv, var directory, var output] => PeersRefresh.Run(tsv, directory, output),
    ["peers", "scores", var directory, var queries, var output] => PeersScores.Run(directory, queries, output),
    ["micro", .. var rest] => Micro(rest),
    ["posts", .. var rest] => PostsCommand.Run(rest),
    ["feeds", "fuzz", var seed, var minutes, var findings, .. var folders] =>
        FeedFuzz.Run(int.Parse(seed, CultureInfo.InvariantCulture), TimeSpan.FromMinutes(double.Parse(minutes, CultureInfo.InvariantCulture)), findings, folders),
    ["feeds", .. var folders] => FeedThroughput.Run(folders),
    ["overload", var target] => await OverloadCommand.RunAsync(target, 10, CancellationToken.None),
    ["overload", var target, var seconds] => await OverloadCommand.RunAsync(target, int.Parse(seconds, CultureInfo.InvariantCulture), CancellationToken.None),
    ["http", var directory] => await HttpCommand.RunAsync(directory, 5, CancellationToken.None),
    ["http", var directory, var seconds] => await HttpCommand.RunAsync(directory, int.Parse(seconds, CultureInfo.InvariantCulture), CancellationToken.None),
    ["http-bare", var file, var url] => await BareEndpoint.RunAsync(file, url),
    ["soak", var directory, var minutes] => await SoakCommand.RunAsync(directory, int.Parse(minutes, CultureInfo.InvariantCulture), CancellationToken.None),
    _ => Usage(),
};

static int Micro(string[] args)
{
    BenchmarkSwitcher.FromAssembly(typeof(PeersIndex).Assembly).Run(args);
    return 0;
}

static int Usage()
{
    Console.Error.WriteLine(
        """
        usage: SearchPlanet.Bench peers index CORPUS.tsv INDEX OUT.json
               SearchPlanet.Bench peers search INDEX QUERIES.tsv OUT.json
               SearchPlanet.Bench peers merge CORPUS.tsv INDEX QUERIES.tsv OUT.json
               SearchPlanet.Bench peers refresh CORPUS.tsv INDEX OUT.json
               SearchPlanet.Bench peers scores INDEX QUERIES.tsv OUT.tsv
               SearchPlanet.Bench micro [--filter *Benchmark*]
               SearchPlanet.Bench posts index|latency|suggest|similar|search|relevance …
               SearchPlanet.Bench feeds [FOLDER…]
               SearchPlanet.Bench feeds fuzz SEED MINUTES FINDINGS FOLDER…
               SearchPlanet.Bench overload URL|DATA-FOLDER [SECONDS]
               SearchPlanet.Bench http DATA-FOLDER [SECONDS]
               SearchPlanet.Bench soak DATA-FOLDER MINUTES
        """);
    return 2;
}

using BenchmarkDotNet.Running;
using SearchPlanet.Bench.Feeds;
using SearchPlanet.Bench.Peers;
using SearchPlanet.Bench.Posts;

return args switch
{
    ["peers", "index", var tsv, var directory, var output] => PeersIndex.Run(tsv, directory, output),
    ["peers", "search", var directory, var queries, var output] => PeersSearch.Run(directory, queries, output),
    ["peers", "scores", var directory, var queries, var output] => PeersScores.Run(directory, queries, output),
    ["micro", .. var rest] => Micro(rest),
    ["posts", .. var rest] => PostsCommand.Run(rest),
    ["feeds", .. var folders] => FeedThroughput.Run(folders),
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
               SearchPlanet.Bench peers scores INDEX QUERIES.tsv OUT.tsv
               SearchPlanet.Bench micro [--filter *Benchmark*]
               SearchPlanet.Bench posts index|latency|search|relevance …
               SearchPlanet.Bench feeds [FOLDER…]
        """);
    return 2;
}

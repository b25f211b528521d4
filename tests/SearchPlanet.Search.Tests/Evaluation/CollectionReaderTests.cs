using System.IO.Compression;
using System.Text;
using SearchPlanet.Search.Evaluation;

namespace SearchPlanet.Search.Tests.Evaluation;

public sealed class CollectionReaderTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData("q1\tsome words\nq2\t\n\nq3\ta\tb\n")]
    [InlineData("\uFEFFq1\tsome words\r\n q2 \t\r\n\r\nq3\ta\tb")]
    public void ReadQueries_AnyEndingOfLines_GivesIdsAndWords(string text)
    {
        File.WriteAllText(_path, text);
        CollectionReader.ReadQueries(_path).ShouldBe([("q1", "some words"), ("q2", ""), ("q3", "a\tb")]);
    }

    [Theory]
    [InlineData("no tab in this line", "expected qid, a tab, and the query")]
    [InlineData("\tno id", "expected qid, a tab, and the query")]
    [InlineData("q 1\twords", "the id 'q 1' holds a blank")]
    [InlineData("q0\tagain", "the id 'q0' is another query's too")]
    public void ReadQueries_LineThatNoRunCanAnswer_IsNamed(string line, string why)
    {
        File.WriteAllText(_path, $"q0\twords\n{line}\n");
        Should.Throw<FormatException>(() => CollectionReader.ReadQueries(_path).ToList()).Message.ShouldStartWith($"{_path}, line 2: {why}");
    }

    [Theory]
    [InlineData("""{"id":"a b","title":"x"}""", "the id 'a b' holds a blank")]
    [InlineData("""{"id":" ","title":"x"}""", "no id")]
    [InlineData("""{"title":"x"}""", "no id")]
    [InlineData("""{"id":"a","title":["x"]}""", "title is not a string")]
    [InlineData("""["a"]""", "")]
    [InlineData("""{"id":"a" """, "")]
    public void ReadDocuments_LineThatIsNoDocument_IsNamed(string line, string why)
    {
        File.WriteAllText(_path, $"\n{line}\n");
        Should.Throw<FormatException>(() => CollectionReader.ReadDocuments(_path).ToList()).Message.ShouldStartWith($"{_path}, line 2: {why}");
    }

    [Fact]
    public void ReadDocuments_Compressed_GivesTheSame()
    {
        var text = Encoding.UTF8.GetBytes("\uFEFF{\"id\":\"a\",\"title\":\"x\"}\r\n{\"id\":12,\"text\":\"y\"}");
        using (var file = new GZipStream(File.Create(_path), CompressionLevel.Fastest))
        {
            file.Write(text);
        }

        CollectionReader.ReadDocuments(_path).Select(static d => d.Post.Id).ShouldBe(["a", "12"]);
    }
}

using SearchPlanet.Posts;
using SearchPlanet.Search.Schema;

namespace SearchPlanet.Search.Tests.Schema;

public sealed class PassageCodecTests
{
    [Fact]
    public void Read_WrittenPassages_AreTheSame()
    {
        Passage[] passages =
        [
            new(PassageKind.Heading, "Title", "top"),
            new(PassageKind.Code, "def f():\n    pass\n"),
            new(PassageKind.Transcript, "hello", null, TimeSpan.Zero),
            new(PassageKind.Transcript, "later", null, TimeSpan.FromSeconds(3661)),
            new(PassageKind.Prose, ""),
        ];
        PassageCodec.Read(PassageCodec.Write(passages)).ShouldBe(passages);
    }
}

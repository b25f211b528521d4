namespace SearchPlanet.Posts.Tests;

public sealed class PostTitleTests
{
    [Fact]
    public void Split_NameThatTheEntryGives_IsTakenOff() =>
        PostTitle.Split("Caktus Consulting Group: LLM Basics: Ollama Function Calling", ["caktus consulting group"], prefixes: false)
            .ShouldBe(("Caktus Consulting Group", "LLM Basics: Ollama Function Calling"));

    [Fact]
    public void Split_RealTitle_StaysWhole() =>
        PostTitle.Split("Django: what’s new in 6.0", ["Adam Johnson"], prefixes: false).ShouldBe((null, "Django: what’s new in 6.0"));

    [Fact]
    public void Split_PlanetThatPrefixesAll_TakesTheFirstPartThatMayBeAName()
    {
        PostTitle.Split("Real Python: Quiz: Sets", [], prefixes: true).ShouldBe(("Real Python", "Quiz: Sets"));
        PostTitle.Split("Why so slow? An answer: caches", [], prefixes: true).ShouldBe((null, "Why so slow? An answer: caches"));
        PostTitle.Split("Real Python: ", [], prefixes: true).ShouldBe((null, "Real Python: "));
    }
}

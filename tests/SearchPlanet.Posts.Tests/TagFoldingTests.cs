namespace SearchPlanet.Posts.Tests;

public sealed class TagFoldingTests
{
    [Fact]
    public void Fold_Spellings_BecomeOneInTheFirstOnesPlace() =>
        TagFolding.Fold(["Django ORM", "#JS", "django_orm", "JavaScript", " ", "C#", "csharp", "2to3"]).ShouldBe(["django-orm", "javascript", "c#", "2to3"]);

    [Fact]
    public void Fold_TooLong_IsNoTag() => TagFolding.Fold(new string('a', 65)).ShouldBeEmpty();

    [Fact]
    public void Fold_Twice_ChangesNothingMore()
    {
        foreach (var tag in new[] { "Machine Learning", "ml", "C++", ".NET", "Web-Dev", "a--b__c" })
        {
            TagFolding.Fold(TagFolding.Fold(tag)).ShouldBe(TagFolding.Fold(tag));
        }
    }
}

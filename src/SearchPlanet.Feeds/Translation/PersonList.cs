namespace SearchPlanet.Feeds.Translation;

/// <summary>Persons in order, one entry for each: the same name or the same mail address, said in another element, adds what was missing.</summary>
internal sealed class PersonList
{
    private const int MaxPersons = 200;
    private readonly List<FeedPerson> _persons = [];

    public IReadOnlyList<FeedPerson> Persons => _persons;

    public bool IsEmpty => _persons.Count == 0;

    public void Add(FeedPerson? person)
    {
        if (person is null || _persons.Count >= MaxPersons)
        {
            return;
        }

        var known = _persons.FindIndex(other => AreSame(other, person));
        if (known < 0)
        {
            _persons.Add(person);
            return;
        }

        var first = _persons[known];
        _persons[known] = new FeedPerson(first.Name ?? person.Name, first.Email ?? person.Email, first.Uri ?? person.Uri, first.Role ?? person.Role);
    }

    /// <summary>The persons; one without a name takes the name of the only other that is known.</summary>
    public IReadOnlyList<FeedPerson> NamedBy(PersonList others) =>
        _persons is [{ Name: null } nameless] && others._persons is [{ Name: { } name, Email: var email }] && (email is null || email == nameless.Email)
            ? [nameless with { Name = name }]
            : _persons;

    public void AddRange(PersonList others)
    {
        foreach (var person in others._persons)
        {
            Add(person);
        }
    }

    private static bool AreSame(FeedPerson a, FeedPerson b)
    {
        var sameName = a.Name is not null && string.Equals(a.Name, b.Name, StringComparison.OrdinalIgnoreCase);
        var sameMail = a.Email is not null && string.Equals(a.Email, b.Email, StringComparison.OrdinalIgnoreCase);
        var otherMail = a.Email is not null && b.Email is not null && !sameMail;
        var otherName = a.Name is not null && b.Name is not null && !sameName;
        return (sameName && !otherMail) || (sameMail && !otherName);
    }
}

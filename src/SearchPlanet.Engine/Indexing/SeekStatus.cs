namespace SearchPlanet.Engine.Indexing;

/// <summary>Where <see cref="TermsEnum.SeekCeil"/> came to rest.</summary>
public enum SeekStatus
{
    /// <summary>On the term itself.</summary>
    Found,

    /// <summary>On the next greater term.</summary>
    NotFound,

    /// <summary>Behind the last term.</summary>
    End,
}

namespace SearchPlanet.Engine.Documents;

internal enum FieldValueKind : byte
{
    Text,
    Keyword,
    Long,
    StoredString,
    StoredBytes,
}

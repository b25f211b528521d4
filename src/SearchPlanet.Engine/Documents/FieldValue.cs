namespace SearchPlanet.Engine.Documents;

internal readonly record struct FieldValue(string Field, FieldValueKind Kind, string Text, long Number, ReadOnlyMemory<byte> Bytes);

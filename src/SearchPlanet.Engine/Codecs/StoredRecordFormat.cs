namespace SearchPlanet.Engine.Codecs;

/// <summary>The stored values of one document.</summary>
/// <remarks><code>
/// Record := (VarInt field * 4 + type, Value)*       in the order the values were added
/// Value  := VarInt length, u8{length}               type 0: UTF-8; type 1: bytes
///         | VarInt zigzag                           type 2: a number, (n &lt;&lt; 1) ^ (n &gt;&gt; 63)
/// </code>
/// <para>Example: field 1 <c>"Hi"</c>, field 2 the number -3: <c>04 02 48 69, 0A 05</c>.</para>
/// </remarks>
internal static class StoredRecordFormat
{
    public const int Text = 0;

    public const int Bytes = 1;

    public const int Number = 2;

    public static void Write(ByteBuffer to, int field, ReadOnlySpan<byte> value, bool isText)
    {
        to.WriteVarInt(((uint)field << 2) | (uint)(isText ? Text : Bytes));
        to.WriteVarInt((uint)value.Length);
        to.Write(value);
    }

    public static void Write(ByteBuffer to, int field, string value)
    {
        to.WriteVarInt(((uint)field << 2) | Text);
        var length = System.Text.Encoding.UTF8.GetByteCount(value);
        to.WriteVarInt((uint)length);
        System.Text.Encoding.UTF8.GetBytes(value, to.Reserve(length));
        to.Advance(length);
    }

    public static void Write(ByteBuffer to, int field, long value)
    {
        to.WriteVarInt(((uint)field << 2) | Number);
        to.WriteVarInt(VarInt.ZigZag(value));
    }
}

namespace SearchPlanet.Feeds.Encodings;

/// <summary>
/// The names that encodings go by on the web and in the aliases of iconv, ICU and Python, lower-cased with every run
/// of other characters as one underscore; and the Windows code page that each means.
/// </summary>
internal static class EncodingNames
{
    private static readonly (int CodePage, string Names)[] Rows =
    [
        (37, "037 cp037 csibm037 ebcdic_cp_ca ebcdic_cp_nl ebcdic_cp_us ebcdic_cp_wt ibm037 ibm039"),
        (437, "437 cp437 cspc8codepage437 ibm437"),
        (500, "500 cp500 csibm500 ebcdic_cp_be ebcdic_cp_ch ibm500"),
        (720, "cp720"),
        (737, "cp737"),
        (775, "775 cp775 cspc775baltic ibm775"),
        (850, "850 cp850 cspc850multilingual ibm850"),
        (852, "852 cp852 cspcp852 ibm852"),
        (855, "855 cp855 csibm855 ibm855"),
        (857, "857 cp857 csibm857 ibm857"),
        (858, "858 cp858 csibm858 ibm858"),
        (860, "860 cp860 csibm860 ibm860"),
        (861, "861 cp861 cp_is csibm861 ibm861"),
        (862, "862 cp862 cspc862latinhebrew ibm862"),
        (863, "863 cp863 csibm863 ibm863"),
        (864, "864 cp864 csibm864 ibm864"),
        (865, "865 cp865 csibm865 ibm865"),
        (866, "866 cp866 csibm866 ibm866"),
        (869, "869 cp869 cp_gr csibm869 ibm869"),
        (874, "cp874 dos_874 iso8859_11 iso_8859_11 iso_8859_11_2001 iso_ir_166 thai tis620 tis_620 tis_620_0 tis_620_2529_0 tis_620_2529_1 windows_874"),
        (875, "cp875"),
        (932, "932 cp932 csshiftjis ms932 ms_kanji mskanji s_jis s_jis_2004 s_jisx0213 shift_jis shift_jis_2004 shift_jisx0213 shiftjis shiftjis2004 shiftjisx0213 sjis sjis_2004 sjisx0213 windows_31j x_mac_japanese x_sjis"),
        (949, "949 cp949 ms949 uhc"),
        (950, "950 big5 big5_hkscs big5_tw big5hkscs big_5 cn_big5 cp950 csbig5 hkscs ms950 x_mac_trad_chinese x_x_big5"),
        (1026, "1026 cp1026 csibm1026 ibm1026"),
        (1140, "1140 cp1140 ibm1140"),
        (1200, "csunicode iso_10646_ucs_2 u16 ucs_2 unicode unicodelittleunmarked utf16 utf_16 utf_16_le utf_16le"),
        (1201, "unicodebigunmarked utf_16_be utf_16be"),
        (1250, "1250 cp1250 win1250 windows1250 windows_1250"),
        (1251, "1251 cp1251 cp_1251 win1251 win_1251 windows1251 windows_1251 x_cp1251"),
        (1252, "1252 ansi cp1252 cp_1252 ms_ansi win1252 win_1252 windows1252 windows_1252 x_ansi x_cp1252"),
        (1253, "1253 cp1253 windows_1253"),
        (1254, "1254 cp1254 windows_1254"),
        (1255, "1255 cp1255 windows_1255"),
        (1256, "1256 cp1256 windows_1256"),
        (1257, "1257 cp1257 windows_1257"),
        (1258, "1258 cp1258 windows_1258"),
        (1361, "cp1361 johab ms1361"),
        (10000, "mac mac_roman macintosh macroman x_mac_roman"),
        (10004, "mac_arabic"),
        (10006, "mac_greek macgreek"),
        (10007, "mac_cyrillic maccyrillic x_mac_cyrillic x_mac_ukrainian"),
        (10010, "mac_romanian"),
        (10029, "mac_centeuro mac_latin2 maccentraleurope maclatin2"),
        (10079, "mac_iceland maciceland"),
        (10081, "mac_turkish macturkish"),
        (10082, "mac_croatian"),
        (12000, "csucs4 iso_10646_ucs_4 u32 ucs_4 utf32 utf_32 utf_32_le utf_32le"),
        (12001, "utf_32_be utf_32be"),
        (20127, "646 ansi_x3.4_1968 ansi_x3.4_1986 ansi_x3_4_1968 ascii cp367 csascii ibm367 iso646_us iso_646.irv_1991 iso_ir_6 us us_ascii"),
        (20273, "273 cp273 csibm273 ibm273"),
        (20424, "424 cp424 csibm424 ebcdic_cp_he ibm424"),
        (20866, "cskoi8r koi koi8 koi8_r"),
        (21866, "koi8_ru koi8_u"),
        (28591, "8859 8859_1 cp819 csisolatin1 ibm819 iso8859 iso8859_1 iso_8859_1 iso_8859_1_1987 iso_ir_100 l1 latin latin1 latin_1"),
        (28592, "csisolatin2 iso8859_2 iso_8859_2 iso_8859_2_1987 iso_ir_101 l2 latin2"),
        (28593, "csisolatin3 iso8859_3 iso_8859_3 iso_8859_3_1988 iso_ir_109 l3 latin3"),
        (28594, "csisolatin4 iso8859_4 iso_8859_4 iso_8859_4_1988 iso_ir_110 l4 latin4"),
        (28595, "csisolatincyrillic cyrillic iso8859_5 iso_8859_5 iso_8859_5_1988 iso_ir_144"),
        (28596, "arabic asmo_708 csisolatinarabic ecma_114 iso8859_6 iso_8859_6 iso_8859_6_1987 iso_8859_6_i iso_ir_127"),
        (28598, "csisolatinhebrew hebrew iso8859_8 iso_8859_8 iso_8859_8_1988 iso_8859_8_e iso_8859_8_i iso_ir_138 logical"),
        (28599, "csisolatin5 iso8859_9 iso_8859_9 iso_8859_9_1989 iso_ir_148 l5 latin5"),
        (28603, "iso8859_13 iso_8859_13 l7 latin7"),
        (28605, "iso8859_15 iso_8859_15 l9 latin9 latin_9"),
        (50225, "csiso2022kr iso2022_kr iso2022kr iso_2022_kr"),
        (51949, "euc_kr euckr korean ks_c_5601 ks_c_5601_1987 ks_c_5601_1989 ks_x_1001 ksc5601 ksx1001 windows_949 x_mac_korean"),
        (52936, "hz hz_gb hz_gb_2312 hzgb"),
        (54936, "936 chinese cp936 csgb2312 csiso58gb231280 euc_cn euccn eucgb2312_cn gb18030 gb18030_2000 gb2312 gb2312_1980 gb2312_80 gb_2312 gb_2312_80 gbk iso_ir_58 ms936 x_gbk x_mac_simp_chinese"),
        (65001, "cp65001 u8 unicode_1_1_utf_8 utf utf8 utf8_ucs2 utf8_ucs4 utf8_unicode_ci utf8mb4 utf_8 utf_8_sig"),
    ];

    /// <summary>Those of Japan that .NET reads in part only.</summary>
    public const string EucJp = "euc_jis2004 euc_jis_2004 euc_jisx0213 euc_jp eucjis2004 eucjisx0213 eucjp jisx0213 u_jis ujis x_euc_jp";

    /// <inheritdoc cref="EucJp" />
    public const string Iso2022Jp = "csiso2022jp iso2022_jp iso2022_jp_1 iso2022_jp_2 iso2022_jp_2004 iso2022_jp_3 iso2022_jp_ext iso2022jp iso2022jp_1 iso2022jp_2 iso2022jp_2004 iso2022jp_3 iso2022jp_ext iso_2022_jp iso_2022_jp_1 iso_2022_jp_2 iso_2022_jp_2004 iso_2022_jp_3 iso_2022_jp_ext";

    public static IEnumerable<KeyValuePair<string, int>> All =>
        Rows.SelectMany(row => row.Names.Split(' ').Select(name => KeyValuePair.Create(name, row.CodePage)));
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsvHelper;

namespace Shiyu.Server.Intake.Import;

/// <summary>Reads the events of a file, row by row. The same file read twice gives the same rows with the same ids.</summary>
internal static class ImportFile
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <exception cref="UnusableFileException">The file's kind, its header or the mapping cannot be used.</exception>
    public static IEnumerable<ImportRow> Read(ImportOptions options)
    {
        if (!File.Exists(options.File))
            throw new UnusableFileException($"{options.File}: there is no such file.");
        return Path.GetExtension(options.File).ToLowerInvariant() switch
        {
            ".csv" => Guarded(options.File, Csv(options)),
            ".ndjson" or ".jsonl" when options.Map.Count > 0 => throw new UnusableFileException("--map is for CSV files; the lines of NDJSON are events already."),
            ".ndjson" or ".jsonl" => Guarded(options.File, Lines(options.File)),
            var other => throw new UnusableFileException($"{options.File}: given the ending '{other}'; allowed: .csv, .ndjson or .jsonl."),
        };
    }

    private static IEnumerable<ImportRow> Csv(ImportOptions options)
    {
        using var reader = new StreamReader(options.File, Strict, detectEncodingFromByteOrderMarks: true);
        CsvMalformedRecord? stray = null;
        using var csv = CsvReader.Create(
            reader, new CsvReaderOptions { Separator = ',', TrackLineNumbers = true, OnMalformedRecord = record => stray = record }, leaveOpen: true);
        csv.ReadHeader();
        var header = csv.Headers.Select(column => column.Trim()).ToArray();
        if (header.Length == 0)
            throw new UnusableFileException($"{options.File}: the file is empty; allowed: a header line and one event a line.");
        var map = ColumnMap.Create(header, options.Map);
        while (csv.Read())
        {
            var line = (int)csv.LineNumber;
            var cells = new string[csv.FieldCount];
            for (var i = 0; i < cells.Length; i++)
                cells[i] = csv.GetString(i);
            // The reader may look ahead: only a report about this very line is about this record.
            if (stray is { } report && report.LineNumber == line)
            {
                yield return new ImportRow(line, default, new BadRow(
                    "import.stray_quote", "", $"{report.Reason} in: {Encoding.UTF8.GetString(csv.RawRecord)}",
                    "a field that holds quotes is quoted as a whole, its quotes doubled"));
                continue;
            }
            if (cells.Length != map.Columns)
            {
                yield return new ImportRow(line, default, new BadRow(
                    "import.columns", "", $"{cells.Length} columns", $"{map.Columns} columns, as in the header"));
                continue;
            }
            var row = new JsonObject();
            if (!map.Fill(row, cells))
                row.Insert(0, "id", IdOf(line, row.ToJsonString(Plain)));
            yield return new ImportRow(line, JsonSerializer.SerializeToUtf8Bytes(row, Plain));
        }
    }

    private static IEnumerable<ImportRow> Lines(string file)
    {
        using var reader = new StreamReader(file, Strict, detectEncodingFromByteOrderMarks: true);
        for (var line = 1; reader.ReadLine() is { } text; line++)
        {
            text = text.Trim();
            if (text.Length > 0)
                yield return new ImportRow(line, Encoding.UTF8.GetBytes(WithId(line, text)));
        }
    }

    /// <summary>Nothing but the id is added: the rest of the line stays byte for byte.</summary>
    private static string WithId(int line, string text)
    {
        if (text[0] != '{' || HasId(text))
            return text;
        var rest = text[1..];
        var comma = rest.AsSpan().TrimStart() is ['}', ..] ? "" : ",";
        return $"{{\"id\":\"{IdOf(line, text)}\"{comma}{rest}";
    }

    private static bool HasId(string text)
    {
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("id"u8))
                    return true;
                reader.Skip();
            }
            return false;
        }
        catch (JsonException)
        {
            // The line is refused anyway, as it stands.
            return true;
        }
    }

    /// <summary>Of the line's number and content, so that the same file sent again repeats its ids, and equal rows stay two.</summary>
    private static string IdOf(int line, string content) =>
        $"import-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{line}\n{content}")).AsSpan(0, 16))}";

    private static IEnumerable<ImportRow> Guarded(string file, IEnumerable<ImportRow> rows)
    {
        using var each = rows.GetEnumerator();
        while (true)
        {
            try
            {
                if (!each.MoveNext())
                    yield break;
            }
            catch (DecoderFallbackException)
            {
                throw new UnusableFileException($"{file}: the file is not UTF-8; save it as UTF-8 (in a spreadsheet: 'CSV UTF-8').");
            }
            yield return each.Current;
        }
    }
}

using System.Buffers.Binary;
using System.Text;
using SQLitePCL;

namespace Shiyu.Store.Sqlite;

/// <summary>A prepared statement; parameters count from 1, columns from 0.</summary>
internal sealed class Statement(Database database, sqlite3_stmt statement) : IDisposable
{
    public void Bind(int parameter, long value) => raw.sqlite3_bind_int64(statement, parameter, value);

    public void Bind(int parameter, ReadOnlySpan<byte> value) => Check(raw.sqlite3_bind_blob(statement, parameter, value));

    public void Bind(int parameter, UInt128 value)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
        Bind(parameter, bytes);
    }

    public void Bind(int parameter, string? value)
    {
        if (value is null)
        {
            raw.sqlite3_bind_null(statement, parameter);
            return;
        }

        Span<byte> small = stackalloc byte[512];
        var utf8 = value.Length * 3 <= small.Length ? small : new byte[Encoding.UTF8.GetMaxByteCount(value.Length)];
        Check(raw.sqlite3_bind_text(statement, parameter, utf8[..Encoding.UTF8.GetBytes(value, utf8)]));
    }

    /// <summary>Runs a statement that answers nothing, and makes it ready for the next parameters.</summary>
    public void Run()
    {
        var code = raw.sqlite3_step(statement);
        if (code is not raw.SQLITE_DONE and not raw.SQLITE_ROW)
            ThrowAfterReset(code);
        raw.sqlite3_reset(statement);
    }

    /// <summary>Moves to the next row; at the end, the statement is ready for its next use and holds no snapshot.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(statement);
        if (code == raw.SQLITE_ROW)
            return true;
        if (code != raw.SQLITE_DONE)
            ThrowAfterReset(code);
        raw.sqlite3_reset(statement);
        return false;
    }

    public void Reset() => raw.sqlite3_reset(statement);

    public long Integer(int column) => raw.sqlite3_column_int64(statement, column);

    /// <summary>Valid until the next step.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(statement, column);

    public UInt128 Id(int column) => BinaryPrimitives.ReadUInt128BigEndian(Bytes(column));

    // Read as bytes with their length: text may contain NUL, where a C string would end.
    public string Text(int column) => Encoding.UTF8.GetString(Bytes(column));

    public string? TextOrNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL ? null : Text(column);

    public void Dispose() => statement.Dispose();

    private void ThrowAfterReset(int code)
    {
        var failure = database.Failure("read or write", code);
        raw.sqlite3_reset(statement);
        throw failure;
    }

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
            throw database.Failure("write", code);
    }
}

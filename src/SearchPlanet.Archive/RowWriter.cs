using System.Data.Common;
using System.Text;

namespace SearchPlanet.Archive;

/// <summary>
/// Writes rows of one table by many at once. Rows are grouped into statements of 64, 32, … 1 rows, so that a few texts are
/// prepared however many rows there are: one round trip for 64 on PostgreSQL, one parse on SQLite.
/// </summary>
internal sealed class RowWriter(DbConnection connection, DbTransaction transaction, string table, string[] columns, string onConflict)
{
    private const int MaxRows = 64;

    private readonly List<object?[]> _rows = [];
    private readonly Dictionary<int, DbCommand> _commands = [];

    /// <summary>Keeps a row for <see cref="WriteAsync"/>.</summary>
    /// <param name="values">One a column, in order.</param>
    public void Add(params object?[] values) => _rows.Add(values);

    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        for (var written = 0; written < _rows.Count;)
        {
            var count = MaxRows;
            while (count > _rows.Count - written)
            {
                count /= 2;
            }

            var command = CommandFor(count);
            for (var i = 0; i < count * columns.Length; i++)
            {
                command.Parameters[i].Value = _rows[written + (i / columns.Length)][i % columns.Length] ?? DBNull.Value;
            }

            await command.ExecuteNonQueryAsync(cancellationToken);
            written += count;
        }

        _rows.Clear();
        foreach (var command in _commands.Values)
        {
            await command.DisposeAsync();
        }

        _commands.Clear();
    }

    private DbCommand CommandFor(int rows)
    {
        if (_commands.TryGetValue(rows, out var command))
        {
            return command;
        }

        command = connection.CreateCommand();
        command.Transaction = transaction;
        var text = new StringBuilder($"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ");
        for (var row = 0; row < rows; row++)
        {
            text.Append(row == 0 ? "(" : ", (");
            for (var column = 0; column < columns.Length; column++)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = $"@p{(row * columns.Length) + column}";
                command.Parameters.Add(parameter);
                text.Append(column == 0 ? "" : ", ").Append(parameter.ParameterName);
            }

            text.Append(')');
        }

        command.CommandText = text.Append(' ').Append(onConflict).ToString();
        _commands.Add(rows, command);
        return command;
    }
}

namespace Covenant.LoadTests.Oracle.Reading;

/// <summary>The record cannot be read; thrown and caught within the reading of one record.</summary>
internal sealed class DeadLetterException(string code) : Exception(code)
{
    /// <summary>As the sheet's table of dead letters names it.</summary>
    public string Code => Message;
}

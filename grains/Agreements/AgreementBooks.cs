using Covenant.Grains.Enforcement.Judging;

namespace Covenant.Grains.Agreements;

/// <summary>The book that this silo judges by. Swapped whole on each change; what has begun with one book ends with it.</summary>
public sealed class AgreementBooks
{
    private AgreementBook _current = AgreementBook.Empty;

    public AgreementBook Current => Volatile.Read(ref _current);

    public void Swap(AgreementBook book) => Volatile.Write(ref _current, book);
}

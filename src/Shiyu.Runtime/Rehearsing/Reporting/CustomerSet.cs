using System.Collections;

namespace Shiyu.Runtime.Rehearsing.Reporting;

/// <summary>Distinct customers by their dense index: a bit each.</summary>
internal sealed class CustomerSet
{
    private BitArray _met = new(64);

    public long Count { get; private set; }

    public void Add(int customer)
    {
        if (customer >= _met.Length) _met.Length = Math.Max(customer + 1, _met.Length * 2);
        if (_met[customer]) return;
        _met[customer] = true;
        Count++;
    }
}

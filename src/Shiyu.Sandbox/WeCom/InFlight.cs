namespace Shiyu.Sandbox.WeCom;

/// <summary>Calls in progress, per API and per record.</summary>
internal sealed class InFlight(int concurrencyMax)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _apis = new(StringComparer.Ordinal);
    private readonly HashSet<string> _records = new(StringComparer.Ordinal);

    public bool EnterApi(string path)
    {
        lock (_gate)
        {
            var inside = _apis.GetValueOrDefault(path);
            if (inside >= concurrencyMax)
                return false;
            _apis[path] = inside + 1;
            return true;
        }
    }

    public void LeaveApi(string path)
    {
        lock (_gate)
            _apis[path]--;
    }

    public bool EnterRecord(string record)
    {
        lock (_gate)
            return _records.Add(record);
    }

    public void LeaveRecord(string record)
    {
        lock (_gate)
            _records.Remove(record);
    }
}

namespace Shiyu.Server.Intake;

/// <summary>The keys with which sites and apps may send events through Segment's API.</summary>
public interface IWriteKeys
{
    /// <summary>Whether events may be sent with that key; compared in constant time.</summary>
    bool IsValid(string key);
}

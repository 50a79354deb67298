namespace Shiyu.WeCom.Messages;

/// <summary>Tells a member something that concerns a task in the WeCom client.</summary>
internal interface IMemberNotices
{
    /// <summary>Tells who need not be written to any more.</summary>
    /// <param name="customers">Their names; empty where one is not known.</param>
    /// <returns>Whether the member was told, or cannot be; false: try again later.</returns>
    Task<bool> TellExitsAsync(MessageTask task, IReadOnlyList<string> customers, CancellationToken stop);
}

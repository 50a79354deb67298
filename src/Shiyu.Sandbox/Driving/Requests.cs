namespace Shiyu.Sandbox.Driving;

/// <summary><c>POST /sandbox/customers</c>: somebody adds a member.</summary>
/// <param name="ExternalUserId">An earlier customer who adds a member (again); null: somebody new.</param>
/// <param name="Name">Null: a name is drawn.</param>
/// <param name="Member">Null: the first member.</param>
/// <param name="State">The channel's state, at most 30 characters; null for none.</param>
internal sealed record AddCustomer(string? ExternalUserId, string? Name, string? Member, string? State);

/// <summary><c>POST /sandbox/ways/{config_id}/scan</c>: somebody new scans the code.</summary>
/// <param name="Name">Null: a name is drawn.</param>
internal sealed record ScanCode(string? Name);

/// <summary><c>POST /sandbox/links/{link_id}/follow</c>: somebody new opens the link and adds a member.</summary>
/// <param name="Channel">The link's <c>customer_channel</c>; null for none.</param>
internal sealed record FollowLink(string? Name, string? Channel);

/// <param name="Owner">Null: the first member.</param>
internal sealed record OpenGroup(string? Name, string? Owner, IReadOnlyList<string>? Customers = null);

/// <param name="Member">Null: the first who was asked.</param>
internal sealed record AcceptCustomer(string? Member);

/// <summary>What WeCom refuses contact ways with this member with; null lifts it.</summary>
internal sealed record RestrictMember(int? Errcode);

/// <summary>Who of a customer's members is meant; null where there is only one.</summary>
/// <param name="By"><c>customer</c> (default) or <c>member</c>.</param>
internal sealed record DeleteContact(string? Member, string? By);

internal sealed record WriteReply(string? Member, string? Text);

/// <summary>Ids of corp tags that a person sets and takes away in the client.</summary>
internal sealed record EditTags(string? Member, IReadOnlyList<string>? Add, IReadOnlyList<string>? Remove);

/// <summary>What a member calls the customer from now on.</summary>
internal sealed record EditRemark(string? Member, string? Remark);

/// <param name="Without">Customers whom the member leaves out, where the task allows it.</param>
internal sealed record ConfirmTask(string? MsgId, IReadOnlyList<string>? Without = null);

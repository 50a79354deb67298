using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using Shiyu.Runtime.ByHand;
using Shiyu.Runtime.Existing;
using Shiyu.Runtime.Intake;
using Shiyu.Runtime.Learning;
using Shiyu.Runtime.Publishing;
using Shiyu.Runtime.Queries;
using Shiyu.Runtime.Queries.Explaining;
using Shiyu.Runtime.Rehearsing.Jobs;
using Shiyu.Server.Audiences;
using Shiyu.Server.Definitions;
using Shiyu.Server.Deliveries;
using Shiyu.Server.Learning;
using Shiyu.Server.Problems;
using Shiyu.Server.Publishing;
using Shiyu.Server.Rehearsals;
using Shiyu.Server.SignIn;
using Shiyu.Server.Sops;
using Shiyu.Server.Webhooks;
using Shiyu.Server.Workspaces;
using Shiyu.WeCom;
using Shiyu.WeCom.Channels;
using Shiyu.WeCom.Groups;
using Shiyu.WeCom.Links;
using Shiyu.WeCom.Welcomes;
using Shiyu.WeCom.Contacts;

namespace Shiyu.Server.Hosting;

/// <summary>How the API reads and writes JSON, generated at build time.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(WorkspaceListView))]
[JsonSerializable(typeof(NewWorkspaceRequest))]
[JsonSerializable(typeof(AddedWorkspaceView))]
[JsonSerializable(typeof(Page<CustomerSummary>))]
[JsonSerializable(typeof(CustomerDetail))]
[JsonSerializable(typeof(Page<TimelineEntry>))]
[JsonSerializable(typeof(ExplainView))]
[JsonSerializable(typeof(Page<SopSummary>))]
[JsonSerializable(typeof(SopDetail))]
[JsonSerializable(typeof(StartRequest))]
[JsonSerializable(typeof(HandStart))]
[JsonSerializable(typeof(ResumeRequest))]
[JsonSerializable(typeof(SopPauseView))]
[JsonSerializable(typeof(ExistingRequest))]
[JsonSerializable(typeof(ExistingView))]
[JsonSerializable(typeof(Page<DeliveryView>))]
[JsonSerializable(typeof(LearnedView))]
[JsonSerializable(typeof(Page<GuardrailStopView>))]
[JsonSerializable(typeof(ResumeStopRequest))]
[JsonSerializable(typeof(TaskOutcome))]
[JsonSerializable(typeof(FinishedTask))]
[JsonSerializable(typeof(ChannelRequest))]
[JsonSerializable(typeof(ChannelView))]
[JsonSerializable(typeof(Page<ChannelView>))]
[JsonSerializable(typeof(ChannelStatisticsView))]
[JsonSerializable(typeof(LinkWrite))]
[JsonSerializable(typeof(LinkView))]
[JsonSerializable(typeof(Page<LinkView>))]
[JsonSerializable(typeof(LinkQuotaView))]
[JsonSerializable(typeof(LinkStatisticsView))]
[JsonSerializable(typeof(GroupCodeRequest))]
[JsonSerializable(typeof(GroupCodeView))]
[JsonSerializable(typeof(Page<GroupCodeView>))]
[JsonSerializable(typeof(WelcomeRequest))]
[JsonSerializable(typeof(WelcomeRuleView))]
[JsonSerializable(typeof(Page<WelcomeRuleView>))]
[JsonSerializable(typeof(WelcomePreview))]
[JsonSerializable(typeof(MediaView))]
[JsonSerializable(typeof(Page<MediaView>))]
[JsonSerializable(typeof(WebhookRequest))]
[JsonSerializable(typeof(WebhookView))]
[JsonSerializable(typeof(Page<WebhookView>))]
[JsonSerializable(typeof(Page<DeadLetterView>))]
[JsonSerializable(typeof(OverviewView))]
[JsonSerializable(typeof(Page<TagGroupView>))]
[JsonSerializable(typeof(Page<MergeView>))]
[JsonSerializable(typeof(Page<RejectionView>))]
[JsonSerializable(typeof(ClockView))]
[JsonSerializable(typeof(IntakeStatus))]
[JsonSerializable(typeof(WeComStatusView))]
[JsonSerializable(typeof(SyncView))]
[JsonSerializable(typeof(Page<MemberView>))]
[JsonSerializable(typeof(Page<GroupView>))]
[JsonSerializable(typeof(Page<DriftView>))]
[JsonSerializable(typeof(AudienceCount))]
[JsonSerializable(typeof(Page<AudienceView>))]
[JsonSerializable(typeof(DefinitionFiles))]
[JsonSerializable(typeof(FilesToPublish))]
[JsonSerializable(typeof(Page<DraftAnswer>))]
[JsonSerializable(typeof(DraftBody))]
[JsonSerializable(typeof(DraftsToPublish))]
[JsonSerializable(typeof(PreviewAnswer))]
[JsonSerializable(typeof(Page<SopVersionView>))]
[JsonSerializable(typeof(SopVersionFile))]
[JsonSerializable(typeof(AppliedView))]
[JsonSerializable(typeof(PublicationAnswer))]
[JsonSerializable(typeof(PublicationView))]
[JsonSerializable(typeof(RehearsalRequestBody))]
[JsonSerializable(typeof(RehearsalView))]
[JsonSerializable(typeof(Page<RehearsalView>))]
[JsonSerializable(typeof(Page<RehearsedCustomerView>))]
[JsonSerializable(typeof(SessionView))]
[JsonSerializable(typeof(SignInRequest))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(IReadOnlyList<RefusalItem>))]
internal sealed partial class ShiyuJson : JsonSerializerContext
{
    public static void Configure(JsonSerializerOptions options)
    {
        options.TypeInfoResolverChain.Insert(0, Default);
        options.Converters.Add(new AsReceivedConverter());
        // Numbers reach a TypeScript client as numbers, never as text.
        options.NumberHandling = JsonNumberHandling.Strict;
        // Chinese stays readable. The answers are JSON, never spliced into HTML.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
    }
}

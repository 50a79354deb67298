// The answers' shapes, by their names in the generated client.
import type { components } from './api.gen';

type Schemas = components['schemas'];

export type CustomerSummary = Schemas['CustomerSummary'];
export type CustomerDetail = Schemas['CustomerDetail'];
export type TimelineEntry = Schemas['TimelineEntry'];
export type TagView = Schemas['TagView'];
export type RunView = Schemas['RunView'];
export type SopSummary = Schemas['SopSummary'];
export type SopDetail = Schemas['SopDetail'];
export type ExistingView = Schemas['ExistingView'];
export type ChannelView = Schemas['ChannelView'];
export type ChannelRequest = Schemas['ChannelRequest'];
export type ChannelStatisticsView = Schemas['ChannelStatisticsView'];
export type ChannelFiguresView = Schemas['ChannelFiguresView'];
export type DutyShiftView = Schemas['DutyShiftView'];
export type LinkView = Schemas['LinkView'];
export type WelcomeRuleView = Schemas['WelcomeRuleView'];
export type WebhookView = Schemas['WebhookView'];
export type StepView = Schemas['StepView'];
export type SopVersionView = Schemas['SopVersionView'];
export type DraftAnswer = Schemas['DraftAnswer'];
export type PreviewAnswer = Schemas['PreviewAnswer'];
export type PublicationView = Schemas['PublicationView'];
export type SopImpact = Schemas['SopImpact'];
export type ShiftView = Schemas['ShiftView'];
export type DeliveryView = Schemas['DeliveryView'];
export type ContestView = Schemas['ContestView'];
export type ContenderView = Schemas['ContenderView'];
export type LearnedMessageView = Schemas['LearnedMessageView'];
export type RateView = Schemas['RateView'];
export type GuardrailStopView = Schemas['GuardrailStopView'];
export type RehearsalView = Schemas['RehearsalView'];
export type RehearsalReport = Schemas['RehearsalReport'];
export type TagGroupView = Schemas['TagGroupView'];
export type ExplainView = Schemas['ExplainView'];
export type ConditionView = Schemas['ConditionView'];
export type DecisionView = Schemas['DecisionView'];
export type ClockView = Schemas['ClockView'];
export type SyncPassView = Schemas['SyncPassView'];
export type DriftView = Schemas['DriftView'];
export type OverviewView = Schemas['OverviewView'];
export type OverviewSample = Schemas['OverviewSample'];

/** How often each thing was counted, by its name. */
export type Counts = Readonly<Record<string, number>>;

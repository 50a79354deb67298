using System.Collections.Frozen;
using System.Collections.Immutable;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Arbitration.Learning;

/// <summary>
/// What a workspace has learned of its messages by an instant: a fact in the log, so that a refold decides by the same numbers. Immutable.
/// </summary>
public sealed class ValueTable
{
    /// <summary>Before anything was learned.</summary>
    public static readonly ValueTable Empty = new(Instant.Min, [], []);

    private readonly FrozenDictionary<MessageKey, LearnedMessage> _messages;
    private readonly FrozenDictionary<(string Sop, string Step, string Segment), LearnedSplit> _splits;

    public ValueTable(Instant at, ImmutableArray<LearnedMessage> messages, ImmutableArray<LearnedSplit> splits)
    {
        (At, Messages, Splits) = (at, messages, splits);
        _messages = messages.ToFrozenDictionary(message => message.Key);
        _splits = splits.ToFrozenDictionary(split => (split.Sop, split.Step, split.Segment));
    }

    /// <summary>When it was learned.</summary>
    public Instant At { get; }

    public ImmutableArray<LearnedMessage> Messages { get; }

    public ImmutableArray<LearnedSplit> Splits { get; }

    /// <summary>Null where nothing was delivered.</summary>
    public LearnedMessage? Find(MessageKey key) => _messages.GetValueOrDefault(key);

    /// <summary>
    /// The shares with which a step's arms are drawn: those learned, or those of the definition where the step does not learn, or its arms are not those that
    /// were learned about.
    /// </summary>
    public ImmutableArray<SplitArm> ArmsOf(string sop, StepDefinition step, string segment) =>
        step.Learns && _splits.TryGetValue((sop, step.Id, segment), out var learned)
        && learned.Arms.Select(arm => arm.Name).SequenceEqual(step.Split.Select(arm => arm.Name), StringComparer.Ordinal)
            ? learned.Arms
            : step.Split;
}

/// <summary>A material as one SOP sends it to one segment: conversion is that SOP's goal.</summary>
/// <param name="Segment">The tag's name; empty for customers without one, and where the workspace has no segments.</param>
public readonly record struct MessageKey(string Sop, string Material, string Segment);

/// <summary>Delivered messages whose outcome is known, and what came of them.</summary>
public readonly record struct OutcomeCounts(long Delivered, long Converted, long Deleted)
{
    public static OutcomeCounts operator +(OutcomeCounts a, OutcomeCounts b) =>
        new(a.Delivered + b.Delivered, a.Converted + b.Converted, a.Deleted + b.Deleted);
}

/// <param name="Convert">The chance that the SOP's goal is met after it.</param>
/// <param name="Delete">The chance that the friendship is deleted after it.</param>
public sealed record LearnedMessage(MessageKey Key, OutcomeCounts Counts, BetaBelief Convert, BetaBelief Delete);

/// <summary>The chance of each arm of a step to be the best one: with it the arm is drawn (Thompson sampling).</summary>
public sealed record LearnedSplit(string Sop, string Step, string Segment, ImmutableArray<SplitArm> Arms);

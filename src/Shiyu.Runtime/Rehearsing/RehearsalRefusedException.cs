namespace Shiyu.Runtime.Rehearsing;

/// <summary>What was asked cannot be rehearsed: ends the command with exit code 2. Its lines were told on standard error or are the message.</summary>
internal sealed class RehearsalRefusedException(string message) : Exception(message);

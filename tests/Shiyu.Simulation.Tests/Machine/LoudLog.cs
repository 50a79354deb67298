using Microsoft.Extensions.Logging;

namespace Shiyu.Simulation.Tests.Machine;

/// <summary>Errors that the program logs are told: a loop that fails and starts again would otherwise hide a fault.</summary>
internal sealed class LoudLog<T>(Action<string> error) : ILogger<T>
{
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel)) error($"{formatter(state, exception)} {exception}");
    }
}

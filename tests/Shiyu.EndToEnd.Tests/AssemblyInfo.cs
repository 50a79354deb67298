[assembly: Xunit.CaptureConsole]
// Mostly they wait for business time to pass, so more at a time than the machine has processors.
[assembly: Xunit.CollectionBehavior(MaxParallelThreads = 4)]

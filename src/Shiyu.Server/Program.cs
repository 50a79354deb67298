using Shiyu.Server.Cli;

return await Commands.RunAsync(args);

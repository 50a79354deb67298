using Shiyu.Sandbox;

var parsed = SandboxCommand.Create().Parse(args);
var code = await parsed.InvokeAsync();
return parsed.Errors.Count > 0 ? 2 : code;

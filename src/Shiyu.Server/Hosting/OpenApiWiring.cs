using System.Text.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Shiyu.Runtime.Intake;
using Shiyu.Server.Paging;

namespace Shiyu.Server.Hosting;

/// <summary>The description of the API at <c>/openapi/v1.json</c>; the console's client is generated from it.</summary>
internal static class OpenApiWiring
{
    public static void AddShiyuOpenApi(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Shiyu",
                Version = "v1",
                Description = "Errors are problem details (RFC 9457) with a stable type; docs/problems.md explains each.",
            };
            // The address that a proxy in between makes of it is not ours to guess.
            document.Servers = [];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                ["adminKey"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "The admin key." },
                ["session"] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.ApiKey,
                    In = ParameterLocation.Cookie,
                    Name = SignIn.SignInWiring.CookieName,
                    Description = "The console's session. Changes also need the header X-Shiyu: 1.",
                },
            };
            document.Security =
            [
                new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("adminKey", document)] = [] },
                new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("session", document)] = [] },
            ];
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, _, _) =>
        {
            foreach (var limit in (operation.Parameters ?? []).OfType<OpenApiParameter>().Where(parameter => parameter.Name == PageQuery.Limit))
            {
                limit.Schema = new OpenApiSchema
                {
                    Type = JsonSchemaType.Integer,
                    Format = "int32",
                    Minimum = "1",
                    Maximum = Invariant(PageQuery.Max),
                    Default = PageQuery.Default,
                };
            }
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            var type = context.JsonTypeInfo.Type;
            // A dictionary of any JSON is otherwise described as an object without properties.
            if (type == typeof(IReadOnlyDictionary<string, JsonElement>)) schema.AdditionalProperties = new OpenApiSchema();
            // Structs have a constructor without arguments, for which nothing is required; what they answer is always there.
            if (type == typeof(IntakeStatus)) schema.Required = schema.Properties?.Keys.ToHashSet();
            return Task.CompletedTask;
        });
    });

    private static string Invariant(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

package io.audienceroutes.app;

import io.audienceroutes.http.Access;
import io.audienceroutes.http.AccessRule;
import io.audienceroutes.http.AccessRules;
import io.audienceroutes.http.DoorSettings;
import io.audienceroutes.http.FrontDoor;
import io.audienceroutes.http.FrontDoor.ProblemPage;
import io.audienceroutes.people.Principal;
import io.audienceroutes.people.Session;
import io.vertx.ext.auth.User;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpEngine;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.rest.RestDefinition;
import org.apache.camel.model.rest.RestParamType;
import org.apache.camel.model.rest.VerbDefinition;
import org.apache.camel.support.TypeConverterSupport;

/** The HTTP server of the console, the API and the callback of authorisation links. */
final class ApiServer implements CamelConfiguration {
    /** Where the OpenAPI document is served. */
    static final String DOCUMENT = "/api/v1/openapi.json";

    private static final String OWN_ROUTES = ",classpath:routes/console/*.camel.yaml";
    private static final long MOST_BODY_BYTES = 65_536;
    private static final String EVERY_QUERY = "*";

    private final BundleSettings settings;
    private final PeopleWiring people;
    private final ProblemPage page;
    private final AtomicReference<AccessRules> rules = new AtomicReference<>(new AccessRules(List.of()));

    ApiServer(BundleSettings settings, PeopleWiring people, ProblemPage page) {
        this.settings = settings;
        this.people = people;
        this.page = page;
    }

    /** Adds the routes of the server to those that Camel is started with. */
    void configure(Properties properties) {
        requireFree(settings.text("api.host"), settings.number("api.port"));
        properties.setProperty(RouteFolder.SETTING, properties.getProperty(RouteFolder.SETTING) + OWN_ROUTES);
        properties.setProperty("camel.rest.component", "platform-http");
        // Many pages are one route
        properties.setProperty("camel.rest.inlineRoutes", "false");
        properties.setProperty("camel.rest.apiContextPath", DOCUMENT);
        properties.setProperty("camel.rest.apiProperties[openapi.version]", "3.0.3");
        properties.setProperty("camel.rest.apiProperties[api.title]", "tiktok-audience-routes");
        properties.setProperty("camel.rest.apiProperties[api.version]", "v1");
        properties.setProperty("camel.rest.apiProperties[schemes]", "http");
    }

    /** Adds the server itself. */
    @Override
    public void configure(CamelContext camel) throws Exception {
        VertxPlatformHttpServerConfiguration configuration = new VertxPlatformHttpServerConfiguration();
        configuration.setBindHost(settings.text("api.host"));
        configuration.setBindPort(settings.number("api.port"));
        configuration.setMaxBodySize(MOST_BODY_BYTES);
        camel.getTypeConverterRegistry().addTypeConverter(Principal.class, User.class, new CallerConverter());
        camel.getTypeConverterRegistry().addTypeConverter(Session.class, User.class, new SessionConverter());
        FrontDoor door = new FrontDoor(
                rules::get,
                people.tokens(),
                people.sessions(),
                DoorSettings.of(
                        settings.text("api.host"),
                        Arrays.stream(settings.text("api.allowed-hosts").split(","))
                                .map(String::strip)
                                .filter(host -> !host.isEmpty())
                                .toList(),
                        settings.text("console.public-url").startsWith("https:"),
                        settings.millis("api.body-timeout-ms").toMillis()),
                page);
        VertxPlatformHttpEngine engine = new VertxPlatformHttpEngine();
        engine.setHandlers(List.of(door::requireOwnForm));
        camel.getComponent("platform-http", PlatformHttpComponent.class).setEngine(engine);
        camel.addService(new GuardedHttpServer(configuration, door));
    }

    /** Opens what the REST definitions of this context name; until then every call is refused. */
    void open(CamelContext camel) {
        rules.set(rulesOf(camel));
    }

    /** What the REST definitions of this context let in, and whom. */
    static AccessRules rulesOf(CamelContext camel) {
        List<AccessRule> found = new ArrayList<>();
        for (RestDefinition rest : ((ModelCamelContext) camel).getRestDefinitions()) {
            for (VerbDefinition verb : rest.getVerbs()) {
                found.add(rule(rest, verb));
            }
        }
        found.add(new AccessRule("GET", DOCUMENT, Access.VIEWER, Set.of()));
        return new AccessRules(found);
    }

    private static AccessRule rule(RestDefinition rest, VerbDefinition verb) {
        String method = verb.asVerb().toUpperCase(java.util.Locale.ROOT);
        String path = (rest.getPath() + "/" + (verb.getPath() == null ? "" : verb.getPath())).replaceAll("/+", "/");
        String trimmed = path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        List<String> scopes = verb.getSecurity().stream()
                .map(security -> security.getScopes())
                .toList();
        if (scopes.size() != 1) {
            throw new IllegalStateException(
                    "The call " + method + " " + trimmed + " has to name the one role that it needs");
        }
        Set<String> query = verb.getParams().stream()
                .filter(param -> param.getType() == RestParamType.query)
                .map(param -> param.getName())
                .collect(Collectors.toSet());
        return new AccessRule(
                method, trimmed, Access.of(scopes.get(0)), query.contains(EVERY_QUERY) ? Set.of(EVERY_QUERY) : query);
    }

    /** Asked before the start, because Camel's server only logs that it could not bind. */
    private static void requireFree(String host, int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(host, port));
        } catch (IOException e) {
            throw new InvalidSettings("The API cannot listen on " + host + ":" + port
                    + ": the port is taken, or the address is not one of this machine. Set api.port to another, or"
                    + " api.enabled to false.");
        }
    }

    /** So that a page can ask for the session by its own type. */
    private static final class SessionConverter extends TypeConverterSupport {
        @Override
        public <T> T convertTo(Class<T> type, org.apache.camel.Exchange exchange, Object value) {
            return type.cast(FrontDoor.sessionOf((User) value).orElse(null));
        }
    }

    /** So that a bean can ask for the caller by its own type. */
    private static final class CallerConverter extends TypeConverterSupport {
        @Override
        public <T> T convertTo(Class<T> type, org.apache.camel.Exchange exchange, Object value) {
            return type.cast(FrontDoor.callerOf((User) value).orElse(null));
        }
    }
}

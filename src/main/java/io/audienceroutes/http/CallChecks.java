package io.audienceroutes.http;

import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** What a call has to be, whoever makes it: for this server, to an address that there is, and with its parameters alone. */
final class CallChecks {
    private static final String EVERY_QUERY = "*";

    private final Supplier<AccessRules> rules;
    private final DoorSettings settings;

    CallChecks(Supplier<AccessRules> rules, DoorSettings settings) {
        this.rules = rules;
        this.settings = settings;
    }

    /** The rule of a call that was not refused. */
    AccessRule ruleOf(RoutingContext call) {
        return find(call).orElseThrow();
    }

    private Optional<AccessRule> find(RoutingContext call) {
        return rules.get().find(call.request().method().name(), call.normalizedPath());
    }

    /** What is wrong with the call, whoever makes it. */
    Optional<Problem> refusal(RoutingContext call) {
        String host = Optional.ofNullable(call.request().authority())
                .map(HostAndPort::host)
                .orElse("");
        if (!settings.isOurs(host)) {
            return Optional.of(Problem.of(
                    421,
                    "unknown-host",
                    "Not the address of this server",
                    "The call names a host that this server does not have. Use one of "
                            + String.join(", ", settings.hosts()) + ", or add it to api.allowed-hosts."));
        }
        String path = call.normalizedPath();
        String method = call.request().method().name();
        if (!path.equals(call.request().path())) {
            return Optional.of(Problem.of(
                    400,
                    "address-form",
                    "The address is not written in its plain form",
                    "An address with '.', '..', repeated slashes or needlessly escaped characters is refused, because"
                            + " one part of a server could read it in another way than the next. Nothing was done."));
        }
        Optional<AccessRule> rule = find(call);
        if (rule.isEmpty()) {
            return Optional.of(unknown(call, path, method));
        }
        if (!method.equals("GET") && isFromElsewhere(call)) {
            return Optional.of(Problem.of(
                    403,
                    "cross-site",
                    "Not from this console",
                    "The request comes from a page of another address. Nothing was done."));
        }
        Set<String> unknown = new TreeSet<>(call.queryParams().names());
        unknown.removeAll(rule.get().query());
        if (!unknown.isEmpty() && !rule.get().query().contains(EVERY_QUERY)) {
            return Optional.of(Problem.of(
                    400,
                    "unknown-parameter",
                    "Unknown query parameter",
                    "This call takes "
                            + (rule.get().query().isEmpty()
                                    ? "no query parameters"
                                    : "the query parameters "
                                            + new TreeSet<>(rule.get().query()))
                            + " and was made with " + unknown.size() + " other(s)."));
        }
        boolean repeated = call.queryParams().names().stream()
                .anyMatch(name -> call.queryParams().getAll(name).size() > 1);
        return repeated
                ? Optional.of(Problem.of(
                        400, "repeated-parameter", "Repeated query parameter", "Give each query parameter once."))
                : Optional.empty();
    }

    /** Whether a page of somebody else sent it: browsers name the origin of each change. */
    private boolean isFromElsewhere(RoutingContext call) {
        String origin = call.request().getHeader("Origin");
        if (origin == null) {
            return false;
        }
        try {
            String host = URI.create(origin).getHost();
            return host == null || !settings.isOurs(host);
        } catch (IllegalArgumentException e) {
            return true;
        }
    }

    private Problem unknown(RoutingContext call, String path, String method) {
        Set<String> methods = rules.get().methodsOf(path);
        if (methods.isEmpty()) {
            return Problem.notFound();
        }
        call.response().putHeader("Allow", String.join(", ", methods));
        return Problem.of(
                405,
                "method-not-allowed",
                "Method not allowed",
                "This address takes " + String.join(", ", methods) + ", not " + method + ".");
    }
}

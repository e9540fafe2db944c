package io.audienceroutes.console;

/** All pages of the console. */
public final class ConsolePages {
    private final OverviewPages overview;
    private final DestinationPages destinations;
    private final WorkflowPages workflows;
    private final AudiencePages audiences;
    private final CredentialPages credentials;
    private final ActivityPages activity;
    private final SettingsPages settings;
    private final HelpPages help;

    /** Pages of what is in these. */
    public ConsolePages(ConsoleData data) {
        this.overview = new OverviewPages(data);
        this.destinations = new DestinationPages(data);
        this.workflows = new WorkflowPages(data);
        this.audiences = new AudiencePages(data);
        this.credentials = new CredentialPages(data);
        this.activity = new ActivityPages(data);
        this.settings = new SettingsPages(data);
        this.help = new HelpPages(data);
    }

    /** What people see first. */
    public OverviewPages overview() {
        return overview;
    }

    /** Where files go. */
    public DestinationPages destinations() {
        return destinations;
    }

    /** Workflows and what is done about them. */
    public WorkflowPages workflows() {
        return workflows;
    }

    /** What is in TikTok. */
    public AudiencePages audiences() {
        return audiences;
    }

    /** What calls are signed with. */
    public CredentialPages credentials() {
        return credentials;
    }

    /** The audit log. */
    public ActivityPages activity() {
        return activity;
    }

    /** People, tokens and the configuration. */
    public SettingsPages settings() {
        return settings;
    }

    /** What errors mean. */
    public HelpPages help() {
        return help;
    }
}

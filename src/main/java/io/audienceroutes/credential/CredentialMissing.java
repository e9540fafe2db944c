package io.audienceroutes.credential;

import java.util.Locale;

/**
 * A credential has no access token, or no developer app to request one with; the message says where to configure it.
 */
public final class CredentialMissing extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String credential;

    CredentialMissing(String credential, String message) {
        super(message);
        this.credential = credential;
    }

    /** The developer app of a credential is not configured. */
    public static CredentialMissing ofApp(String credential) {
        String variable = credential.toUpperCase(Locale.ROOT).replace('-', '_');
        return new CredentialMissing(
                credential,
                "The app id and app secret of credential " + credential + " are not"
                        + " configured. Set AUDIENCE_ROUTES_APP_ID_" + variable + " and AUDIENCE_ROUTES_APP_SECRET_"
                        + variable + "; or put them into the files " + credential + ".app-id and " + credential
                        + ".app-secret of the secrets directory, or the properties credential." + credential
                        + ".app.id and credential." + credential
                        + ".app.secret. You find them under My Apps in the TikTok"
                        + " for Business developer portal.");
    }

    /** The credential's name. */
    public String credential() {
        return credential;
    }
}

package io.audienceroutes.source;

import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * An object that the store has begun to send. If it is not read completely, the connection is aborted, because closing
 * it would read the rest.
 */
final class OpenedObject {
    private final String key;
    private final ResponseInputStream<GetObjectResponse> bytes;
    private final AbortableInputStream watched;

    OpenedObject(String key, ResponseInputStream<GetObjectResponse> bytes, SourceLook look) {
        this.key = key;
        this.bytes = bytes;
        WatchedStream body = new WatchedStream(bytes, look, bytes::abort);
        this.watched = AbortableInputStream.create(body, bytes);
    }

    String key() {
        return key;
    }

    String eTag() {
        return bytes.response().eTag();
    }

    GetObjectResponse response() {
        return bytes.response();
    }

    AbortableInputStream bytes() {
        return watched;
    }

    void abort() {
        bytes.abort();
    }
}

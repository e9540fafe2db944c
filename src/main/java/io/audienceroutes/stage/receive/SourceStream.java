package io.audienceroutes.stage.receive;

import io.audienceroutes.source.SourceStalled;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A file on its way from its source: what fails in reading it is told from what fails in writing its copy. */
final class SourceStream extends FilterInputStream {
    private final long promised;
    private long sent;

    /** @param promised the bytes that the source promised; more are not read */
    SourceStream(InputStream file, long promised) {
        super(file);
        this.promised = promised;
    }

    @Override
    public int read() throws IOException {
        try {
            return counted(super.read(), 1);
        } catch (Broken | SourceStalled e) {
            throw e;
        } catch (IOException e) {
            throw new Broken(e);
        }
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
            int read = super.read(buffer, offset, length);
            return counted(read, read);
        } catch (Broken | SourceStalled e) {
            throw e;
        } catch (IOException e) {
            throw new Broken(e);
        }
    }

    /** Whatever never ends must not fill the disk. */
    private int counted(int answer, int bytes) throws Broken {
        sent += answer < 0 ? 0 : bytes;
        if (sent > promised) {
            throw new Broken("the source promised " + promised + " bytes and sends more");
        }
        return answer;
    }

    /** The source did not give the whole file. */
    static final class Broken extends IOException {
        private static final long serialVersionUID = 1L;

        Broken(IOException cause) {
            super("reading failed (" + cause.getClass().getSimpleName() + ")", cause);
        }

        Broken(String message) {
            super(message);
        }
    }
}

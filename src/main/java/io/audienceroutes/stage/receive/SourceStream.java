package io.audienceroutes.stage.receive;

import io.audienceroutes.source.SourceStalled;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A file that is read from its source; distinguishes read failures from failures of writing the copy. */
final class SourceStream extends FilterInputStream {
    private final long promised;
    private long sent;

    /**
     * @param promised the size announced by the source; more is not read
     */
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

    /** An endless stream must not fill the disk. */
    private int counted(int answer, int bytes) throws Broken {
        sent += answer < 0 ? 0 : bytes;
        if (sent > promised) {
            throw new Broken("the source announced " + promised + " bytes but sends more");
        }
        return answer;
    }

    /** The source did not send the complete file. */
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

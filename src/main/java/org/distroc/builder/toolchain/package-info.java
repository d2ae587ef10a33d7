/** Which programs of the host build: their identities and versions. */
package org.distroc.builder.toolchain;

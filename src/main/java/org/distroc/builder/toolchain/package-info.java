/** The programs of the host that build: their identities and versions. */
package org.distroc.builder.toolchain;

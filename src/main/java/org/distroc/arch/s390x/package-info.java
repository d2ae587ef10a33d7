/** IBM Z, 64 bits. */
package org.distroc.arch.s390x;

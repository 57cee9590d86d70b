import type { Form } from '../site/schema/common.ts';
import type { Node } from '../site/schema/node.ts';

/** [C1] What a platform takes of a node before anything runs on it. */
export interface PlatformOverhead {
  readonly computeUnits: number;
  readonly memoryGiB: number;
  readonly source: string;
}

/** Per runtime. A node may state its own figures instead. */
export const PLATFORM_OVERHEAD: { readonly [Runtime in Node['platform']['runtime']]: PlatformOverhead } = {
  none: { computeUnits: 0, memoryGiB: 0, source: 'nothing runs' },
  'bare-metal': { computeUnits: 0.05, memoryGiB: 0.25, source: 'estimate: a minimal Linux server installation' },
  k3s: {
    computeUnits: 0.06,
    memoryGiB: 0.5,
    source:
      'K3s documentation, Resource Profiling (agent on a Xeon 8375C: 3 % of a core and 275 MB; a server with its data store: 6 % and 1.6 GB); the rest is a minimal Linux (estimate)',
  },
  kubernetes: {
    computeUnits: 0.12,
    memoryGiB: 1,
    source: 'estimate from the kubelet reservations of managed Kubernetes (6 % of the first core, 1 GiB on small nodes)',
  },
  kubeedge: {
    computeUnits: 0.03,
    memoryGiB: 0.1,
    source: 'KubeEdge documentation: EdgeCore needs about 70 MB; rounded up for the container runtime',
  },
  kvm: {
    computeUnits: 0.25,
    memoryGiB: 2,
    source: 'estimate: host system with libvirt, reserved as OpenStack Nova deployments do (reserved_host_memory)',
  },
  functions: { computeUnits: 0.15, memoryGiB: 1, source: 'estimate: K3s with a function runtime on top' },
};

/** [C1] What a form costs beyond what the service reserves: a share of its compute, and memory for each replica. */
export const FORM_OVERHEAD: {
  readonly [Kind in Form]: { readonly computeShare: number; readonly memoryGiB: number; readonly source: string };
} = {
  'bare-metal': { computeShare: 0, memoryGiB: 0, source: 'none by definition' },
  container: {
    computeShare: 0,
    memoryGiB: 0,
    source:
      'Felter et al., An Updated Performance Comparison of VMs and Linux Containers, ISPASS 2015: negligible for CPU and memory',
  },
  vm: {
    computeShare: 0.05,
    memoryGiB: 0.1,
    source:
      'estimate for a tuned guest with virtio: Felter et al., ISPASS 2015, measure 2 % less Linpack in a tuned KVM and 17 % less in an untuned one; memory of QEMU itself is an estimate',
  },
  'secure-container': {
    computeShare: 0.04,
    memoryGiB: 0.13,
    source:
      'kata-deploy, overhead of its RuntimeClasses: 130 Mi with Cloud Hypervisor and Firecracker, 160 Mi with QEMU; compute share is an estimate',
  },
  function: { computeShare: 0.02, memoryGiB: 0.03, source: 'estimate: runtime shim of one function instance' },
};
